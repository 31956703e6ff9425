package io.github.inceptionv2.internal.training;

import java.util.List;

/** What goes into the network: images, or feature vectors computed before. Owns native memory. */
public interface Inputs extends AutoCloseable {

  /** The batches of {@code draws}; the caller closes them before this. */
  Batches training(List<List<DrawnExample>> draws, int imageSize);

  /** All validation examples, in order; the caller closes them before this. */
  Batches validation(int imageSize);

  @Override
  void close();
}
