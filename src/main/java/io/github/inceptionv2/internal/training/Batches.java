package io.github.inceptionv2.internal.training;

import java.util.Optional;

/** The batches of one epoch, in order. Owns native memory; not thread-safe. */
public interface Batches extends AutoCloseable {

  /**
   * The next batch, which the caller closes; nothing after the last. There is one for each that was
   * drawn, if an empty one.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  Optional<ExampleBatch> next() throws InterruptedException;

  @Override
  void close();
}
