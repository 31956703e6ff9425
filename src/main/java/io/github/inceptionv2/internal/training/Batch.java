package io.github.inceptionv2.internal.training;

import java.util.List;
import org.tensorflow.types.TFloat32;

/**
 * Examples that go through the network together.
 *
 * @param input images or feature vectors, owned by this batch
 * @param examples their indices, in the same order
 */
public record Batch(TFloat32 input, List<Integer> examples) implements AutoCloseable {

  /** The number of examples. */
  public int size() {
    return examples.size();
  }

  @Override
  public void close() {
    input.close();
  }
}
