package io.github.inceptionv2.internal.inference;

/** Receives the durations of the network's runs, on the threads that run it. */
public interface RunObserver {

  /** An observer that does nothing. */
  RunObserver NONE =
      new RunObserver() {
        @Override
        public void waited(long startNanos) {}

        @Override
        public void ran(int images, long startNanos) {}
      };

  /** Notified when a call that has waited since {@code startNanos} starts to run. */
  void waited(long startNanos);

  /**
   * Called when a run that started at {@code startNanos} has ended.
   *
   * @param images the number of images in the run
   */
  void ran(int images, long startNanos);
}
