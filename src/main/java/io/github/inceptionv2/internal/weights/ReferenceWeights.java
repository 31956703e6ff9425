package io.github.inceptionv2.internal.weights;

import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.VariableSpec;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Weights computed from the variables' names by a formula, so any implementation in any language
 * can make the same weights and compare its results. Predictions with these untrained weights mean
 * nothing.
 *
 * <p>The formula (SplitMix64 seeded with the FNV-1a hash of the name, scaled so that activations
 * neither vanish nor explode) is written out in {@code src/test/resources/golden/FORMULA.md}.
 */
public final class ReferenceWeights implements Weights {

  private static final String ORIGIN = "untrained";

  /**
   * Small variables from both ends of the network, enough to distinguish these weights from others.
   */
  private static final List<String> DISTINCTIVE =
      List.of(
          "InceptionV2/Conv2d_1a_7x7/biases",
          "InceptionV2/Mixed_5c/Branch_3/Conv2d_0b_1x1/BatchNorm/beta",
          "InceptionV2/Logits/Conv2d_1c_1x1/biases");

  private final Map<String, VariableSpec> variables = new LinkedHashMap<>();

  /** Creates the weights of the network with {@code classes} logits, or without logits for 0. */
  public ReferenceWeights(int classes) {
    for (VariableSpec variable : NetworkBuilder.variables(classes)) {
      variables.put(variable.name(), variable);
    }
  }

  /** Returns true if {@code weights} are reference weights. */
  public static boolean isReference(Weights weights) throws IOException {
    for (String name : DISTINCTIVE) {
      if (weights.names().contains(name)
          && !Arrays.equals(weights.read(name), values(name, weights.shape(name)))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public Set<String> names() {
    return Collections.unmodifiableSet(variables.keySet());
  }

  @Override
  public List<Long> shape(String name) {
    return variables.get(name).shape();
  }

  @Override
  public float[] read(String name) {
    return values(name, shape(name));
  }

  @Override
  public Path origin() {
    return Path.of(ORIGIN);
  }

  /** Returns the values that the formula gives for a variable of any network. */
  public static float[] values(String name, List<Long> shape) {
    int size =
        Math.toIntExact(shape.stream().mapToLong(Long::longValue).reduce(1, (a, b) -> a * b));
    Range range = Range.of(name.substring(name.lastIndexOf('/') + 1), shape);
    long hash = fnv1a64(name);
    float[] values = new float[size];
    for (int i = 0; i < size; i++) {
      values[i] = (float) range.at(uniform(hash, i));
    }
    return values;
  }

  /** Maps a number in [0,1) to a value: {@code offset + scale * u}, or symmetric around 0. */
  private record Range(double scale, boolean isSymmetric) {

    static Range of(String leaf, List<Long> shape) {
      return switch (leaf) {
        case "weights", "pointwise_weights" ->
            new Range(Math.sqrt(6.0 / (shape.get(0) * shape.get(1) * shape.get(2))), true);
        case "depthwise_weights" -> new Range(Math.sqrt(6.0 / (shape.get(0) * shape.get(1))), true);
        case "beta", "moving_mean" -> new Range(0.2, true);
        case "biases" -> new Range(0.1, true);
        case "moving_variance" -> new Range(1, false);
        default -> throw new AssertionError(leaf);
      };
    }

    double at(double u) {
      return isSymmetric ? (2 * u - 1) * scale : 0.5 + scale * u;
    }
  }

  private static long fnv1a64(String name) {
    long hash = 0xCBF29CE484222325L;
    for (byte b : name.getBytes(StandardCharsets.UTF_8)) {
      hash = (hash ^ (b & 0xff)) * 0x100000001B3L;
    }
    return hash;
  }

  private static double uniform(long hash, int i) {
    long z = hash + (i + 1) * 0x9E3779B97F4A7C15L;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    z = z ^ (z >>> 31);
    return (z >>> 40) / (double) (1 << 24);
  }
}
