package io.github.inceptionv2.benchmark;

import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.training.EpochReport;
import io.github.inceptionv2.training.FineTuner;
import io.github.inceptionv2.training.ImageFolder;
import io.github.inceptionv2.training.Optimizer;
import io.github.inceptionv2.training.Stage;
import io.github.inceptionv2.training.TrainingOptions;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Trains with this library in a fresh process, including reading, distorting and shuffling images.
 * There is no peer: the others here do not train, except DJL, whose gradients of this network ended
 * in a native crash when this was written.
 */
public final class Training {

  /** Images per step. */
  private static final int BATCH = 32;

  private static final int HEAD_EPOCHS = 200;

  private Training() {}

  /**
   * Answers with images per second: of steps that change all weights, and of steps that change only
   * the logits'.
   *
   * @param args an {@link Entrant}, the directory of {@link Inputs}, and the directory of
   *     photographs
   */
  public static void main(String[] args) throws Exception {
    Path work = Path.of(args[1]);
    ImageFolder images = classes(work, Inputs.photos(Path.of(args[2])));
    ModelSource source = ModelSource.directory(Inputs.module(work));
    List<Stage> twoEpochs = List.of(new Stage(Contender.SIZE, 2));
    double full = rate(images, source, TrainingOptions.full().toBuilder().stages(twoEpochs));
    double head =
        rate(
            images,
            source,
            TrainingOptions.head().toBuilder()
                .optimizer(Optimizer.nesterov(0.9))
                .epochs(HEAD_EPOCHS));
    System.out.println(Worker.ANSWER + full + " " + head);
    System.exit(0);
  }

  /** Returns the photographs as two classes. */
  private static ImageFolder classes(Path work, List<Path> photos) throws IOException {
    Path folder = Files.createTempDirectory(work, "classes-");
    for (int i = 0; i < photos.size(); i++) {
      Path directory = Files.createDirectories(folder.resolve("class-" + i % 2));
      Files.copy(photos.get(i), directory.resolve(i + ".jpg"));
    }
    return ImageFolder.open(folder, 0, 0);
  }

  /** Returns the images per second of the last epoch; earlier epochs warm up. */
  private static double rate(
      ImageFolder images, ModelSource source, TrainingOptions.Builder options) throws Exception {
    List<EpochReport> epochs =
        FineTuner.builder(images)
            .source(source)
            .options(options.batchSize(BATCH).build())
            .build()
            .train()
            .epochs();
    return epochs.get(epochs.size() - 1).imagesPerSecond();
  }
}
