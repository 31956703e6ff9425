package io.github.inceptionv2.cli;

import io.github.inceptionv2.Calibration;
import io.github.inceptionv2.ImageSource;
import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.RuntimeOptions;
import io.github.inceptionv2.training.FineTunedModel;
import io.github.inceptionv2.training.ImageFolder;
import io.github.inceptionv2.training.LabeledImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * Writes a trained model with activation ranges for int8, measured on its validation or training
 * images.
 */
final class CalibratedModule {

  private static final int MAX_IMAGES = 400;

  private CalibratedModule() {}

  /** Writes the module atomically, and returns the calibration. */
  static Calibration write(
      FineTunedModel model,
      ImageFolder folder,
      RuntimeOptions runtime,
      Path out,
      Map<String, byte[]> files)
      throws IOException {
    Path temporary = Files.createTempDirectory("inception-v2-");
    try {
      Path plain = temporary.resolve("module");
      model.writeModule(plain);
      try (InceptionV2 trained = open(plain, runtime)) {
        Calibration calibration = Calibration.of(trained, images(folder));
        calibration.writeModule(out, files);
        return calibration;
      }
    } finally {
      delete(temporary);
    }
  }

  private static InceptionV2 open(Path module, RuntimeOptions runtime) throws IOException {
    return InceptionV2.builder(ModelSource.directory(module)).runtime(runtime).load();
  }

  /** Returns evenly spaced validation images, or training images if there are none. */
  private static List<ImageSource> images(ImageFolder folder) {
    List<LabeledImage> all =
        folder.validation().isEmpty() ? folder.training() : folder.validation();
    int count = Math.min(MAX_IMAGES, all.size());
    return IntStream.range(0, count)
        .mapToObj(i -> all.get((int) ((long) i * all.size() / count)))
        .map(image -> ImageSource.of(image.file()))
        .toList();
  }

  private static void delete(Path directory) throws IOException {
    try (Stream<Path> all = Files.walk(directory)) {
      for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(path);
      }
    }
  }
}
