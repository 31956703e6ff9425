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

/** Images that several threads read and prepare. */
public final class ImageInputs implements Inputs {

  /**
   * The batch size for images that are not trained on. Larger batches are no faster and use more
   * memory.
   */
  private static final int BATCH_SIZE = 32;

  private final List<Path> training;
  private final List<Path> validation;
  private final Optional<DistortionRanges> distortions;
  private final BiConsumer<Path, Exception> unreadable;
  private final ExecutorService workers;
  private final ImagePipeline pipeline;

  /**
   * Starts the threads.
   *
   * @param distortions distortions of training images; empty to prepare them as in inference
   * @param config configuration of the session that prepares images, and the number of threads that
   *     read them
   * @param unreadable receives each image that cannot be read, every time the image is sampled
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

  /** Returns batches of all {@code files}, prepared as in inference. */
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
