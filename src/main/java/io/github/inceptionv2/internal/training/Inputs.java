package io.github.inceptionv2.internal.training;

import java.util.List;

/**
 * The network's inputs: images, or feature vectors that were computed before. Owns native memory.
 */
public interface Inputs extends AutoCloseable {

  /** Returns the batches of {@code draws}. The caller closes the batches before these inputs. */
  Batches training(List<List<DrawnExample>> draws, int imageSize);

  /**
   * Returns the batches of all validation examples, in order. The caller closes the batches before
   * these inputs.
   */
  Batches validation(int imageSize);

  @Override
  void close();
}
