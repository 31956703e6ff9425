package io.github.inceptionv2.internal.training;

import java.util.List;
import java.util.Optional;
import org.tensorflow.types.TFloat32;

/**
 * Examples that go through the network together. Empty if no sampled example can be read.
 *
 * @param tensor images or feature vectors, owned by this batch; empty if there are no examples
 * @param examples indices of the examples, in the order of the tensor
 */
public record ExampleBatch(Optional<TFloat32> tensor, List<Integer> examples)
    implements AutoCloseable {

  /** A batch without any readable example. */
  static final ExampleBatch EMPTY = new ExampleBatch(Optional.empty(), List.of());

  static ExampleBatch of(TFloat32 input, List<Integer> examples) {
    return new ExampleBatch(Optional.of(input), List.copyOf(examples));
  }

  /** Returns the images or feature vectors of a batch that is not empty. */
  TFloat32 input() {
    return tensor.orElseThrow();
  }

  /** Returns the number of examples. */
  public int size() {
    return examples.size();
  }

  @Override
  public void close() {
    tensor.ifPresent(TFloat32::close);
  }
}
