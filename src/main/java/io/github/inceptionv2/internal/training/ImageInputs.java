package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.image.DistortionRanges;
import io.github.inceptionv2.internal.image.ImagePipeline;
import io.github.inceptionv2.internal.image.ImageSettings;
import io.github.inceptionv2.internal.inference.Workers;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.function.BiConsumer;

/** Images, read and prepared by several threads. */
public final class ImageInputs implements Inputs {

  /** Of what is not trained on: more at once bring no speed, and cost memory. */
  private static final int BATCH_SIZE = 32;

  private final List<Path> training;
  private final List<Path> validation;
  private final Optional<DistortionRanges> distortions;
  private final BiConsumer<Path, Exception> unreadable;
  private final ExecutorService workers;
  private final ImagePipeline pipeline;

  /**
   * Starts.
   *
   * @param distortions of training images; nothing to prepare them as in inference
   * @param config of the session that prepares images, and its number of threads that read them
   * @param unreadable is told of each image that cannot be read, as often as it is drawn
   */
  public ImageInputs(
      List<Path> training,
      List<Path> validation,
      Optional<DistortionRanges> distortions,
      SessionConfig config,
      BiConsumer<Path, Exception> unreadable) {
    this.training = training;
    this.validation = validation;
    this.distortions = distortions;
    this.unreadable = unreadable;
    this.workers = Workers.pool("inception-v2-images", config.threads());
    this.pipeline = ImagePipeline.open(ImageSettings.DEFAULT, config);
  }

  @Override
  public Batches training(List<List<DrawnExample>> draws, int imageSize) {
    return batches(training, draws, new ImagePreparation(pipeline, distortions, imageSize));
  }

  @Override
  public Batches validation(int imageSize) {
    return inOrder(validation, imageSize);
  }

  /** All of {@code files}, prepared as in inference. */
  Batches inOrder(List<Path> files, int imageSize) {
    List<List<DrawnExample>> draws = DrawnExample.inOrder(files.size(), BATCH_SIZE);
    return batches(files, draws, new ImagePreparation(pipeline, Optional.empty(), imageSize));
  }

  private Batches batches(
      List<Path> files, List<List<DrawnExample>> draws, ImagePreparation preparation) {
    return new ImageBatches(workers, preparation, files, draws, unreadable);
  }

  @Override
  public void close() {
    workers.shutdown();
    pipeline.close();
  }
}
