// Writes .ico files with 32-bit bitmaps: the form every Windows reads at 16 and 32 px.

/** One .ico from images of `{ width, height, pixels }` (RGBA, not premultiplied, top row first). */
export function ico(images) {
  const blocks = images.map(bitmap)
  const head = Buffer.alloc(6 + 16 * images.length)
  head.writeUInt16LE(1, 2)
  head.writeUInt16LE(images.length, 4)
  let offset = head.length
  images.forEach(({ width, height }, index) => {
    const at = 6 + 16 * index
    head.writeUInt8(width % 256, at)
    head.writeUInt8(height % 256, at + 1)
    head.writeUInt16LE(1, at + 4)
    head.writeUInt16LE(32, at + 6)
    head.writeUInt32LE(blocks[index].length, at + 8)
    head.writeUInt32LE(offset, at + 12)
    offset += blocks[index].length
  })
  return Buffer.concat([head, ...blocks])
}

function bitmap({ width, height, pixels }) {
  const maskRow = Math.ceil(width / 32) * 4
  const block = Buffer.alloc(40 + width * height * 4 + maskRow * height) // the mask stays zero: alpha rules
  block.writeUInt32LE(40, 0)
  block.writeInt32LE(width, 4)
  block.writeInt32LE(height * 2, 8) // colour and mask together
  block.writeUInt16LE(1, 12)
  block.writeUInt16LE(32, 14)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const from = (y * width + x) * 4
      const to = 40 + ((height - 1 - y) * width + x) * 4
      block[to] = pixels[from + 2]
      block[to + 1] = pixels[from + 1]
      block[to + 2] = pixels[from]
      block[to + 3] = pixels[from + 3]
    }
  }
  return block
}
