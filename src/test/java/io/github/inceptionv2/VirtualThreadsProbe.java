package io.github.inceptionv2;

import java.time.Duration;

/** Classifies an image on a virtual thread, and says which threads did the work. */
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
    try (InceptionV2 model =
        InceptionV2.builder(ModelSource.untrained()).listener(printer).load()) {
      Runnable call = () -> classify(model);
      // Thread.startVirtualThread, which the JDK that compiles this may not have
      Thread thread =
          (Thread) Thread.class.getMethod("startVirtualThread", Runnable.class).invoke(null, call);
      thread.join();
    }
  }

  private static void classify(InceptionV2 model) {
    try {
      ImageSource image = ImageSource.ofRgb(new float[32 * 32 * 3], 32, 32);
      System.out.println(model.logits(image).length);
    } catch (java.io.IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }
}
