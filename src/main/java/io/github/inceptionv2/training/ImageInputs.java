package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.image.DistortionRanges;
import io.github.inceptionv2.internal.image.ImagePipeline;
import io.github.inceptionv2.internal.image.ImageSettings;
import io.github.inceptionv2.internal.training.Batches;
import io.github.inceptionv2.internal.training.Draw;
import io.github.inceptionv2.internal.training.ImageBatches;
import io.github.inceptionv2.internal.training.ImagePreparation;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Images, read and prepared by as many threads as there are processors. */
final class ImageInputs implements Inputs {

  /** Of what is not trained on: more at once bring no speed, and cost memory. */
  private static final int BATCH_SIZE = 32;

  private final List<Path> training;
  private final List<Path> validation;
  private final Optional<DistortionRanges> distortions;
  private final Unreadable unreadable;
  private final ExecutorService workers = workers();
  private final ImagePipeline pipeline = ImagePipeline.open(ImageSettings.DEFAULT);

  ImageInputs(
      List<Path> training,
      List<Path> validation,
      Optional<DistortionRanges> distortions,
      Unreadable unreadable) {
    this.training = training;
    this.validation = validation;
    this.distortions = distortions;
    this.unreadable = unreadable;
  }

  private static ExecutorService workers() {
    return Executors.newFixedThreadPool(
        Runtime.getRuntime().availableProcessors(),
        task -> {
          Thread thread = new Thread(task, "inception-v2-images");
          thread.setDaemon(true);
          return thread;
        });
  }

  @Override
  public Batches training(List<List<Draw>> draws, int imageSize) {
    return batches(training, draws, new ImagePreparation(pipeline, distortions, imageSize));
  }

  @Override
  public Batches validation(int imageSize) {
    return inOrder(validation, imageSize);
  }

  /** All of {@code files}, prepared as in inference. */
  Batches inOrder(List<Path> files, int imageSize) {
    List<List<Draw>> draws = Draw.inOrder(files.size(), BATCH_SIZE);
    return batches(files, draws, new ImagePreparation(pipeline, Optional.empty(), imageSize));
  }

  private Batches batches(List<Path> files, List<List<Draw>> draws, ImagePreparation preparation) {
    return new ImageBatches(workers, preparation, files, draws, unreadable::add);
  }

  @Override
  public void close() {
    workers.shutdown();
    pipeline.close();
  }
}
