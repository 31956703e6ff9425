package io.github.inceptionv2.internal.weights;

import io.github.inceptionv2.internal.files.Digests;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.TreeSet;

/**
 * Identifies weights by their values. The fingerprint is the SHA-256 of all variables in the order
 * of their names: for each variable, its name in UTF-8, a zero byte, and its values as
 * little-endian float32 in C order. The storage format and the graph stored with the weights make
 * no difference.
 */
public final class Fingerprint {

  private Fingerprint() {}

  /** Returns the fingerprint of {@code variables} in hexadecimal. */
  public static String of(Weights weights, Collection<String> variables) throws IOException {
    MessageDigest digest = Digests.newSha256();
    for (String name : new TreeSet<>(variables)) {
      digest.update(name.getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      float[] values = weights.read(name);
      ByteBuffer bytes =
          ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      digest.update(bytes);
    }
    return Digests.hex(digest);
  }
}
