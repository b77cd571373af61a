// Whether two spellings are one phone number. False alarms over a spelling would make operators switch the check for a wrong phone off.

/** Digits of a phone number in one spelling: people and servers write the numbers of some countries in two ways. */
function plain(digits: string): string {
  return digits
    .replace(/^8(\d{10})$/, '7$1') // Russia: 8 for calls inside the country
    .replace(/^55(\d{2})9(\d{8})$/, '55$1$2') // Brazil: the ninth digit, which older accounts lack
    .replace(/^521(\d{10})$/, '52$1') // Mexico: the mobile 1
    .replace(/^549(\d{10})$/, '54$1') // Argentina: the mobile 9
}

/** True for two spellings of one phone. Takes digits. */
export function samePhone(a: string, b: string): boolean {
  return plain(a) === plain(b)
}
