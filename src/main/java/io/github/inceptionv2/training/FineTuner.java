package io.github.inceptionv2.training;

import io.github.inceptionv2.DeviceUnavailableException;
import io.github.inceptionv2.InferenceException;
import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.NativeLibraryException;
import io.github.inceptionv2.RuntimeOptions;
import io.github.inceptionv2.internal.files.OwnedDirectory;
import io.github.inceptionv2.internal.runtime.NativeException;
import io.github.inceptionv2.internal.training.CheckpointStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Trains the network to classify images into your own classes.
 *
 * <p>Training starts from the weights of any model that {@link ModelSource} names, or from fresh
 * weights. New logits are fitted to the images first, unless the model has the same labels as the
 * images, in the same order. In {@link TrainingMode#HEAD}, an optimizer other than L-BFGS instead
 * starts from the model's logits for the labels that the model knows, and from zeros for other
 * labels.
 *
 * <p>Not thread-safe, except for {@link #cancel}; holds native memory only while {@link #train} or
 * {@link #crossValidate} runs.
 *
 * <pre>{@code
 * ImageFolder images = ImageFolder.open(Path.of("photos"));
 * FineTunedModel trained =
 *     FineTuner.builder(images).source(ModelSource.imagenet()).build().train();
 * trained.writeModule(Path.of("my-model"));
 * }</pre>
 */
public final class FineTuner {

  private final TrainingSetup setup;
  private final Optional<Path> checkpoints;
  private final RuntimeOptions runtime;
  private final AtomicBoolean isCancelled = new AtomicBoolean();

  private FineTuner(Builder builder) {
    checkpoints = Optional.ofNullable(builder.checkpoints);
    setup =
        new TrainingSetup(
            builder.images,
            Optional.ofNullable(builder.source),
            builder.options().settings(),
            builder.listener,
            new TrainingSetup.Unreadable(builder.listener)::add,
            Optional.ofNullable(builder.featureCache),
            TrainingRuntime.session(builder.runtime),
            isCancelled::get);
    runtime = builder.runtime;
  }

  /**
   * Returns a builder for training on {@code images}, starting from fresh weights unless a source
   * is set.
   */
  public static Builder builder(ImageFolder images) {
    return new Builder(images);
  }

  /**
   * Trains the model. Resumes where an earlier run with the same checkpoints stopped.
   *
   * @throws TrainingDivergedException if the loss or a weight becomes NaN or infinite
   * @throws java.util.concurrent.CancellationException after {@link #cancel}; the last step is then
   *     saved in the checkpoint directory, if there is one; {@link Optimizer#lbfgs} writes no
   *     checkpoints and starts over
   * @throws InterruptedException if the thread is interrupted; the last step is saved as after
   *     {@link #cancel}
   * @throws InferenceException if TensorFlow fails, for example because memory runs out
   * @throws NativeLibraryException if TensorFlow cannot be loaded on this machine
   * @throws DeviceUnavailableException if a GPU is requested but there is none
   * @throws io.github.inceptionv2.ModelCorruptException if the source is not a complete Inception
   *     V2 model
   * @throws io.github.inceptionv2.ModelDownloadException if the source must be downloaded and the
   *     download fails
   * @throws IllegalArgumentException if the checkpoint is from a run with other options or images
   * @throws java.nio.file.FileSystemException if the checkpoint directory holds files that no
   *     training run of this library wrote, or another run is using the directory; in both cases,
   *     nothing is read or written
   * @throws IOException if a file cannot be read or written
   */
  public FineTunedModel train() throws IOException, InterruptedException {
    if (Thread.interrupted()) { // an interrupt would close the checkpoint files
      throw new InterruptedException("training was interrupted before it started");
    }
    // Opened first, so an unusable directory fails before features are computed for an hour.
    try (CheckpointStore store =
        checkpoints.isPresent() ? CheckpointStore.open(checkpoints.get()) : null) {
      TrainingSetup.Result trained = setup.train(Optional.ofNullable(store));
      return new FineTunedModel(
          setup.images().labels(), trained, setup.settings().lastImageSize(), checkpoints, runtime);
    } catch (NativeException e) {
      throw translated(e);
    }
  }

  /**
   * Evaluates new logits by k-fold cross-validation on the images for training and validation. For
   * each fold in turn, logits are fitted to all other folds and then classify the images of that
   * fold. Test images are not used. Copies of an image are in the same fold.
   *
   * @param folds from 2 to 20
   * @return the results of all images, each classified by logits that were not fitted to it
   * @throws IllegalArgumentException if {@code folds} is outside its range
   * @throws IllegalStateException if the optimizer is not {@link Optimizer#lbfgs}
   * @throws java.util.concurrent.CancellationException after {@link #cancel}
   * @throws InterruptedException if the thread is interrupted
   * @throws IOException if a file cannot be read
   */
  public Evaluation crossValidate(int folds) throws IOException, InterruptedException {
    OptionRanges.check(folds, 2, 20, "folds");
    if (!setup.settings().optimizer.isLbfgs()) {
      throw new IllegalStateException("cross-validation needs mode HEAD and optimizer L-BFGS");
    }
    try {
      return setup.crossValidate(folds);
    } catch (NativeException e) {
      throw translated(e);
    }
  }

  private static RuntimeException translated(NativeException e) {
    return switch (e.kind()) {
      case LIBRARY -> new NativeLibraryException(e.getMessage(), e.getCause());
      case DEVICE -> new DeviceUnavailableException(e.getMessage(), e.getCause());
      case RUN -> new InferenceException("TensorFlow failed: " + e.getMessage(), e.getCause());
    };
  }

  /**
   * Stops {@link #train} after the current batch of training, validation or feature extraction. May
   * be called from any thread, even before {@link #train}.
   */
  public void cancel() {
    isCancelled.set(true);
  }

  /**
   * Checks that {@link #train} would accept a directory for checkpoints. Writes nothing.
   *
   * @throws java.nio.file.FileSystemException if it is not a directory, or holds files that no
   *     training run of this library wrote
   * @throws IOException if it cannot be read
   */
  public static void checkCheckpoints(Path directory) throws IOException {
    OwnedDirectory.check(Objects.requireNonNull(directory, "directory"));
  }

  /**
   * Deletes the files that training runs wrote to a checkpoint directory, and the directory if it
   * is then empty. Does nothing if the directory does not exist.
   *
   * @throws java.nio.file.FileSystemException if the directory holds files that no training run
   *     wrote and has no marker of a training run, or a run is using the directory
   * @throws IOException if a file cannot be deleted
   */
  public static void removeCheckpoints(Path directory) throws IOException {
    OwnedDirectory.remove(Objects.requireNonNull(directory, "directory"));
  }

  /** Builds a {@link FineTuner}. Not thread-safe. */
  public static final class Builder {

    private final ImageFolder images;
    private ModelSource source;
    private TrainingOptions options;
    private TrainingListener listener = new TrainingListener() {};
    private Path checkpoints;
    private Path featureCache;
    private RuntimeOptions runtime = RuntimeOptions.defaults();

    private Builder(ImageFolder images) {
      this.images = Objects.requireNonNull(images, "images");
    }

    /** Sets the model to start from; without a model, training starts from fresh weights. */
    public Builder source(ModelSource source) {
      this.source = Objects.requireNonNull(source, "source");
      return this;
    }

    /**
     * Sets the training options. The default is {@link TrainingOptions#head}, or {@link
     * TrainingOptions#freshWeights} without a source.
     */
    public Builder options(TrainingOptions options) {
      this.options = Objects.requireNonNull(options, "options");
      return this;
    }

    /** Sets the listeners, which are notified in the given order. */
    public Builder listener(TrainingListener... listeners) {
      this.listener = new TrainingListeners(List.of(listeners));
      return this;
    }

    /**
     * Sets a directory for checkpoints. Only the latest checkpoint is kept, which has 80 to 120 MB.
     * A training run resumes from the checkpoint in the directory if there is one. Without a
     * directory, no checkpoints are written.
     *
     * <p>The directory must be missing, empty, or from an earlier run. It contains a list of the
     * files that training runs wrote, and no other files are ever deleted. Only one run at a time
     * can use the directory.
     */
    public Builder checkpoints(Path directory) {
      this.checkpoints = Objects.requireNonNull(directory, "directory");
      return this;
    }

    /**
     * Sets a directory that caches the feature vectors to which logits are fitted, 4 kB per image,
     * so other runs need not compute them again. Without a directory, the vectors are kept only in
     * memory.
     */
    public Builder featureCache(Path directory) {
      this.featureCache = Objects.requireNonNull(directory, "directory");
      return this;
    }

    /**
     * Sets threads, device and GPU memory; the default is {@link RuntimeOptions#defaults}. {@link
     * FineTunedModel#evaluate} uses these options too.
     */
    public Builder runtime(RuntimeOptions runtime) {
      this.runtime = Objects.requireNonNull(runtime, "runtime");
      return this;
    }

    private TrainingOptions options() {
      if (options != null) {
        return options;
      }
      return source == null ? TrainingOptions.freshWeights() : TrainingOptions.head();
    }

    /**
     * Returns the fine-tuner; {@link FineTuner#train} starts the training.
     *
     * @throws IllegalArgumentException if the mode is {@link TrainingMode#HEAD} but there is no
     *     source, a class weight names no class of the images, no images are left for training,
     *     patience is set but there are no validation images, a class name is blank or has more
     *     than one line, or a runtime option is set that does not apply to training, such as {@code
     *     parallelRuns}
     */
    public FineTuner build() {
      if (images.training().isEmpty()) {
        throw new IllegalArgumentException(
            images
                + ": no images are left for training; reduce the shares for validation and test");
      }
      images.labels().forEach(Builder::checkLabel);
      options().settings().classWeights.keySet().forEach(this::checkClass);
      if (options().settings().patience > 0 && images.validation().isEmpty()) {
        throw new IllegalArgumentException(
            images + ": patience needs validation images; set a share for validation");
      }
      if (source == null && options().settings().mode == TrainingMode.HEAD) {
        throw new IllegalArgumentException(
            "mode HEAD needs a source: the features of fresh weights are meaningless");
      }
      return new FineTuner(this);
    }

    private void checkClass(String label) {
      if (!images.labels().contains(label)) {
        throw new IllegalArgumentException(
            "unknown class \"" + label + "\" in class weights; expected one of " + images.labels());
      }
    }

    private static void checkLabel(String label) {
      if (label.isBlank() || !label.lines().toList().equals(List.of(label))) {
        throw new IllegalArgumentException(
            "class \"" + label + "\" is blank or has more than one line; rename the class");
      }
    }
  }
}
