package io.github.inceptionv2.benchmark;

import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.training.EpochReport;
import io.github.inceptionv2.training.FineTuner;
import io.github.inceptionv2.training.ImageFolder;
import io.github.inceptionv2.training.Optimizer;
import io.github.inceptionv2.training.Stage;
import io.github.inceptionv2.training.TrainingListener;
import io.github.inceptionv2.training.TrainingMode;
import io.github.inceptionv2.training.TrainingOptions;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/** Measures the images per second in training, and how long the network waits for images. */
final class TrainingBenchmark {

  private TrainingBenchmark() {}

  /**
   * Prints a row for each kind of step. {@code photos} has a directory of images for each class.
   */
  static void run(Path photos) throws Exception {
    ImageFolder images = ImageFolder.open(photos, 0, 0);
    System.out.println("| step | images/s | waiting for images |");
    System.out.println("| --- | --- | --- |");
    TrainingOptions full = TrainingOptions.full();
    for (int size : List.of(112, 160, 224)) {
      step(images, full, size, "full step, " + size + " pixels, batch 32");
    }
    step(
        images,
        full.toBuilder().mode(TrainingMode.FULL_WITH_FROZEN_BATCH_NORM).build(),
        224,
        "full step with frozen batch norm, 224 pixels, batch 32");
    head(images);
  }

  /** Runs two epochs, the first of which warms up. */
  private static void step(ImageFolder images, TrainingOptions options, int size, String what)
      throws Exception {
    TrainingOptions two = options.toBuilder().stages(List.of(new Stage(size, 2))).build();
    print(what, FineTuner.builder(images).options(two).build().train().epochs().get(1));
  }

  private static void head(ImageFolder images) throws Exception {
    Path cache = Files.createTempDirectory("features-");
    TrainingOptions options =
        TrainingOptions.head().toBuilder().optimizer(Optimizer.nesterov(0.9)).epochs(20).build();
    double extraction = secondsToFirstEpoch(images, options, cache);
    double cached = secondsToFirstEpoch(images, options, cache);
    int count = images.training().size();
    row("feature vectors, 224 pixels", count / (extraction - cached), Double.NaN);
    FineTuner tuner =
        FineTuner.builder(images)
            .source(ModelSource.untrained())
            .options(options)
            .featureCache(cache)
            .build();
    print("head only, on cached feature vectors", tuner.train().epochs().get(19));
  }

  private static double secondsToFirstEpoch(ImageFolder images, TrainingOptions options, Path cache)
      throws Exception {
    long start = System.nanoTime();
    double[] seconds = new double[1];
    FineTuner.builder(images)
        .source(ModelSource.untrained())
        .options(options)
        .featureCache(cache)
        .listener(
            new TrainingListener() {
              @Override
              public void onEpoch(EpochReport report) {
                if (report.epoch() == 1) {
                  seconds[0] = (System.nanoTime() - start) / 1e9;
                }
              }
            })
        .build()
        .train();
    return seconds[0];
  }

  private static void print(String what, EpochReport report) {
    row(what, report.imagesPerSecond(), report.waitingShare());
  }

  private static void row(String what, double imagesPerSecond, double waiting) {
    System.out.printf(
        Locale.ROOT,
        "| %s | %.0f | %s |%n",
        what,
        imagesPerSecond,
        Double.isNaN(waiting) ? "" : String.format(Locale.ROOT, "%.1f %%", 100 * waiting));
  }
}
