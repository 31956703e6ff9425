package io.github.inceptionv2.internal.weights;

import io.github.inceptionv2.internal.files.Digests;
import io.github.inceptionv2.internal.network.VariableSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Tells weights by their values: SHA-256 over each variable in the order of their names, its name
 * in UTF-8, a zero, its values as little-endian float32 in C order. How they are stored, and what
 * graph they are stored with, makes no difference.
 */
final class Fingerprint {

  private Fingerprint() {}

  static String of(Weights weights, Collection<VariableSpec> variables) throws IOException {
    MessageDigest digest = Digests.newSha256();
    List<VariableSpec> sorted =
        variables.stream().sorted(Comparator.comparing(VariableSpec::name)).toList();
    for (VariableSpec variable : sorted) {
      digest.update(variable.name().getBytes(StandardCharsets.UTF_8));
      digest.update((byte) 0);
      float[] values = weights.read(variable.name());
      ByteBuffer bytes =
          ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(values);
      digest.update(bytes);
    }
    return Digests.hex(digest);
  }
}
