package io.github.inceptionv2.internal.training;

import java.util.Optional;

/** The batches of one epoch, in order. Owns native memory; not thread-safe. */
public interface Batches extends AutoCloseable {

  /**
   * Returns the next batch, which the caller closes; empty after the last batch. Every sampled
   * batch is returned, even if it has no readable examples.
   *
   * @throws InterruptedException if the thread is interrupted
   */
  Optional<ExampleBatch> next() throws InterruptedException;

  @Override
  void close();
}
