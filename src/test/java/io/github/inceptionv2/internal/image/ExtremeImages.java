package io.github.inceptionv2.internal.image;

import io.github.inceptionv2.testing.Golden;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/** Image files with sides that differ by a factor of thousands, in every format. */
final class ExtremeImages {

  private ExtremeImages() {}

  /** Returns the files by name; each has at most a few kilobytes. */
  static Map<String, byte[]> all() throws IOException {
    Map<String, byte[]> files = new LinkedHashMap<>();
    for (int[] size : new int[][] {{2_000_000, 1}, {1, 2_000_000}, {20_000_000, 1}, {3, 900_000}}) {
      files.put(name(size, "bmp"), bmp(size[0], size[1]));
    }
    for (int[] size : new int[][] {{1_000_000, 1}, {1, 1_000_000}, {400_000, 40}, {40, 400_000}}) {
      files.put(name(size, "png"), png(size[0], size[1]));
    }
    for (int[] size : new int[][] {{65_535, 1}, {1, 65_535}, {65_281, 500}}) {
      files.put(name(size, "gif"), gif(size[0], size[1]));
    }
    for (int[] size : new int[][] {{65_500, 1}, {1, 65_500}}) {
      files.put(name(size, "jpg"), Golden.encode(blank(size), "jpg"));
    }
    for (int[] size : new int[][] {{16_383, 1}, {1, 16_383}}) {
      files.put(name(size, "webp"), WebpTest.compress(blank(size)));
    }
    return files;
  }

  private static String name(int[] size, String format) {
    return size[0] + "x" + size[1] + "." + format;
  }

  private static BufferedImage blank(int[] size) {
    return new BufferedImage(size[0], size[1], BufferedImage.TYPE_INT_RGB);
  }

  /** Returns a BMP whose run lengths end at once, so all pixels are black. */
  static byte[] bmp(int width, int height) {
    ByteBuffer bmp = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    bmp.putShort((short) 0x4d42).putInt(64).putInt(0).putInt(62);
    bmp.putInt(40).putInt(width).putInt(height).putShort((short) 1).putShort((short) 8).putInt(1);
    bmp.putInt(2).putInt(0).putInt(0).putInt(2).putInt(0);
    return bmp.putInt(0).putInt(0xffffff).put((byte) 0).put((byte) 1).array();
  }

  /** Returns a PNG with one bit per pixel. */
  static byte[] png(int width, int height) throws IOException {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    try (DeflaterOutputStream rows = new DeflaterOutputStream(data, new Deflater(9))) {
      byte[] row = new byte[1 + (width + 7) / 8];
      for (int y = 0; y < height; y++) {
        rows.write(row);
      }
    }
    ByteBuffer header = ByteBuffer.allocate(13).putInt(width).putInt(height).put((byte) 1);
    ByteBuffer png = ByteBuffer.allocate(8 + 3 * 12 + 13 + data.size());
    png.putLong(0x89504e470d0a1a0aL);
    putChunk(png, 0x49484452, header.array());
    putChunk(png, 0x49444154, data.toByteArray());
    putChunk(png, 0x49454e44, new byte[0]);
    return png.array();
  }

  static void putChunk(ByteBuffer png, int type, byte[] data) {
    int start = png.position() + 4;
    png.putInt(data.length).putInt(type).put(data);
    CRC32 checksum = new CRC32();
    checksum.update(png.array(), start, data.length + 4);
    png.putInt((int) checksum.getValue());
  }

  /** Returns a GIF with one pixel in the corner of its canvas. */
  static byte[] gif(int width, int height) {
    ByteBuffer gif = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN);
    gif.put(new byte[] {'G', 'I', 'F', '8', '9', 'a'});
    gif.putShort((short) width).putShort((short) height).put((byte) 0x80).putShort((short) 0);
    gif.put(new byte[] {0, 0, 0, -1, 0, 0}).put((byte) 0x2c).putInt(0);
    gif.putShort((short) 1).putShort((short) 1).put((byte) 0);
    gif.put(new byte[] {2, 2, 0x4c, 1, 0, 0x3b});
    return Arrays.copyOf(gif.array(), gif.position());
  }
}
