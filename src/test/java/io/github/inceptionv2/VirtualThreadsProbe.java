package io.github.inceptionv2;

import java.time.Duration;
import java.util.List;

/** Computes an image on a virtual thread, and prints which threads did the work. */
final class VirtualThreadsProbe {

  private VirtualThreadsProbe() {}

  public static void main(String[] args) throws Exception {
    InferenceListener printer =
        new InferenceListener() {
          @Override
          public void onPrepared(Duration time, boolean isReadable) {
            System.out.println("prepared on " + Thread.currentThread().getName());
          }

          @Override
          public void onRun(int images, Duration time) {
            System.out.println("ran on " + Thread.currentThread().getName());
          }
        };
    InceptionV2 model = InceptionV2.builder(ModelSource.untrained()).listener(printer).load();
    Batch batch =
        model.batch(List.of(ImageSource.ofRgb(new float[32 * 32 * 3], ImageSize.square(32))));
    runVirtually(() -> compute(batch));
    model.close();
    runVirtually(() -> compute(batch));
  }

  /** Uses reflection, because the JDK that compiles this may not have virtual threads. */
  private static void runVirtually(Runnable call) throws Exception {
    ((Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, call))
        .join();
  }

  private static void compute(Batch batch) {
    try {
      System.out.println(batch.logits().get(0).get().length);
    } catch (java.io.IOException | RuntimeException e) {
      System.out.println(e);
    }
  }
}
