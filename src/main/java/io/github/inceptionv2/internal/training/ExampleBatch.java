package io.github.inceptionv2.internal.training;

import java.util.List;
import java.util.Optional;
import org.tensorflow.types.TFloat32;

/**
 * Examples that go through the network together; none if none of those drawn can be read.
 *
 * @param tensor images or feature vectors, owned by this batch; nothing if there are no examples
 * @param examples their indices, in the same order
 */
public record ExampleBatch(Optional<TFloat32> tensor, List<Integer> examples)
    implements AutoCloseable {

  /** A batch of which nothing can be read. */
  static final ExampleBatch EMPTY = new ExampleBatch(Optional.empty(), List.of());

  static ExampleBatch of(TFloat32 input, List<Integer> examples) {
    return new ExampleBatch(Optional.of(input), List.copyOf(examples));
  }

  /** Images or feature vectors, of a batch that is not empty. */
  TFloat32 input() {
    return tensor.orElseThrow();
  }

  /** The number of examples. */
  public int size() {
    return examples.size();
  }

  @Override
  public void close() {
    tensor.ifPresent(TFloat32::close);
  }
}
