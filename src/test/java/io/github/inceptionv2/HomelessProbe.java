package io.github.inceptionv2;

import java.nio.file.Path;

/** Prints the directories that are used in a JVM without a home directory. */
public final class HomelessProbe {

  private HomelessProbe() {}

  /** Prints the directory of the model cache, and runs a model if there is an argument. */
  public static void main(String[] args) throws Exception {
    Path models = ModelCache.standard().directory();
    System.out.println("models " + models);
    if (args.length == 0) {
      return;
    }
    try (InceptionV2 model = InceptionV2.load(ModelSource.untrained())) {
      ImageSource image = ImageSource.ofRgb(new float[32 * 32 * 3], ImageSize.square(32));
      System.out.println("computed " + model.logits(image).length);
      System.out.println("libraries " + model.runtimeReport().nativeCache());
    } catch (NativeLibraryException e) {
      System.out.println(e.getMessage());
    }
  }
}
