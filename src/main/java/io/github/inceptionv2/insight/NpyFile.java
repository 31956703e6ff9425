package io.github.inceptionv2.insight;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Writes NumPy's format, version 1.0: <a
 * href="https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html">numpy.lib.format</a>.
 */
final class NpyFile {

  /** The magic number and version; the length of the header follows in two bytes. */
  private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0};

  /** Numbers start at a multiple of this many bytes, so the file can be memory-mapped. */
  private static final int ALIGNMENT = 64;

  private NpyFile() {}

  /** Writes a float32 array of shape [vectors, length]. */
  static void write(List<float[]> vectors, OutputStream out) throws IOException {
    int length = vectors.isEmpty() ? 0 : vectors.get(0).length;
    out.write(head(vectors.size(), length));
    ByteBuffer row = ByteBuffer.allocate(length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    for (float[] vector : vectors) {
      row.asFloatBuffer().put(vector);
      out.write(row.array());
    }
  }

  private static byte[] head(int rows, int columns) {
    String type =
        "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows + ", " + columns + "), }";
    int unpadded = MAGIC.length + Short.BYTES + type.length() + 1;
    int padding = Math.floorMod(-unpadded, ALIGNMENT);
    String padded = type + " ".repeat(padding) + "\n";
    return ByteBuffer.allocate(unpadded + padding)
        .order(ByteOrder.LITTLE_ENDIAN)
        .put(MAGIC)
        .putShort((short) padded.length())
        .put(padded.getBytes(StandardCharsets.US_ASCII))
        .array();
  }
}
