package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.training.Batches;
import io.github.inceptionv2.internal.training.Draw;
import java.util.List;

/** What goes into the network: images, or feature vectors computed before. Owns native memory. */
interface Inputs extends AutoCloseable {

  /** The batches of {@code draws}; the caller closes them before this. */
  Batches training(List<List<Draw>> draws, int imageSize);

  /** All validation examples, in order; the caller closes them before this. */
  Batches validation(int imageSize);

  @Override
  void close();
}
