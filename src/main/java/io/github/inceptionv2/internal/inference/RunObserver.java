package io.github.inceptionv2.internal.inference;

/** Is told how long runs of the network took. Called from the threads that run. */
public interface RunObserver {

  /** Does nothing. */
  RunObserver NONE =
      new RunObserver() {
        @Override
        public void waited(long startNanos) {}

        @Override
        public void ran(int images, long startNanos) {}
      };

  /** Is told that a call waited for the network since {@code startNanos}. */
  void waited(long startNanos);

  /** Is told that {@code images} were computed since {@code startNanos}. */
  void ran(int images, long startNanos);
}
