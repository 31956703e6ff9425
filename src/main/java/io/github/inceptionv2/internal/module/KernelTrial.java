package io.github.inceptionv2.internal.module;

import io.github.inceptionv2.internal.network.Kernels;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.runtime.GraphSession;
import io.github.inceptionv2.internal.runtime.NativeException;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.runtime.Tensors;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.tensorflow.Result;
import org.tensorflow.types.TFloat32;

/** Tries whether kernels compute a small network as TensorFlow's plain operations do. */
final class KernelTrial {

  /** Odd, so that padding differs at the two ends. */
  private static final int SIZE = 29;

  /** Logits are near one; other orders of float32 sums differ in the seventh digit. */
  private static final double TOLERANCE = 1e-4;

  private KernelTrial() {}

  /** Says what is wrong with {@code kernels} in sessions of {@code config}; empty if nothing is. */
  static Optional<String> of(Kernels kernels, SessionConfig config) {
    return compare(
        NetworkGraph.buildTrial(kernels), NetworkGraph.buildTrial(Kernels.SEPARATE), config);
  }

  /** Says how far {@code network} is from {@code reference}; empty if it is not. */
  static Optional<String> compare(
      NetworkGraph network, NetworkGraph reference, SessionConfig config) {
    float[] right = run(reference, config);
    try {
      float[] found = run(network, config);
      for (int i = 0; i < right.length; i++) {
        if (!(Math.abs((double) found[i] - right[i]) <= TOLERANCE)) {
          return Optional.of("they computed " + found[i] + " where " + right[i] + " is right");
        }
      }
      return Optional.empty();
    } catch (NativeException e) {
      return Optional.of("it refused them: " + e.getMessage());
    }
  }

  private static float[] run(NetworkGraph network, SessionConfig config) {
    VariableRestore restore = new VariableRestore(network.graph());
    try (GraphSession session = GraphSession.open(restore.graph(), config);
        TFloat32 image = Tensors.of(image(), 1, SIZE, SIZE, 3)) {
      restore.run(session, name -> values(network, name), network.variables());
      Map<String, TFloat32> feeds = Map.of(network.images(), image);
      try (Result result = session.run(feeds, List.of(network.logits().orElseThrow()), List.of())) {
        return Tensors.toFloats((TFloat32) result.get(0));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // the values come from no file
    }
  }

  private static float[] values(NetworkGraph network, String name) {
    VariableSpec variable =
        network.variables().stream().filter(one -> one.name().equals(name)).findAny().orElseThrow();
    return ReferenceWeights.values(name, variable.shape());
  }

  private static float[] image() {
    float[] values = new float[SIZE * SIZE * 3];
    for (int i = 0; i < values.length; i++) {
      values[i] = i * 37 % 256 / 255f;
    }
    return values;
  }
}
