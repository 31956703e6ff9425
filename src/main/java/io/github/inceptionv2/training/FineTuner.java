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
 * Trains the network on a folder of images, for classes of its own.
 *
 * <p>It starts with the weights of any model that {@link ModelSource} names, or with fresh ones.
 * The logits start afresh, unless the model has the same labels in the same order. Not thread-safe
 * but for {@link #cancel}; holds native memory only while {@link #train} or {@link #crossValidate}
 * runs.
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

  /** Begins a training on {@code images}, from fresh weights unless a source is set. */
  public static Builder builder(ImageFolder images) {
    return new Builder(images);
  }

  /**
   * Trains, and goes on where an earlier training with the same checkpoints stopped.
   *
   * @throws TrainingDivergedException if the loss is no number any more
   * @throws java.util.concurrent.CancellationException after {@link #cancel}; if there is a
   *     directory for checkpoints, the last step is in it; {@link Optimizer#lbfgs} has none, and
   *     begins anew
   * @throws InterruptedException if the thread is interrupted; likewise
   * @throws InferenceException if TensorFlow fails, for example because memory runs out
   * @throws NativeLibraryException if TensorFlow cannot be loaded on this machine
   * @throws DeviceUnavailableException if there is no GPU, and one is asked for
   * @throws io.github.inceptionv2.ModelCorruptException if the source is not a whole Inception V2
   * @throws io.github.inceptionv2.ModelDownloadException if it is to be fetched and cannot be had
   * @throws IllegalArgumentException if the checkpoint is of a training with other options or
   *     images
   * @throws java.nio.file.FileSystemException if the directory for checkpoints holds files that no
   *     training of this library made, or another training uses it; nothing is read or written then
   * @throws IOException if a file cannot be read or written
   */
  public FineTunedModel train() throws IOException, InterruptedException {
    if (Thread.interrupted()) { // it would close the files of the directory for checkpoints
      throw new InterruptedException("training was interrupted before it began");
    }
    // Before an hour is spent on features.
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
   * Judges new logits by k-fold cross-validation: fits them to all images for training and
   * validation but a {@code folds}-th, classifies these, and so on in turn. The images for test are
   * not used. Copies of an image are in one fold.
   *
   * @param folds from 2 to 20
   * @return the results of all images, each by logits that were not fitted to it
   * @throws IllegalArgumentException if {@code folds} is outside of its range
   * @throws IllegalStateException if the optimizer is not {@link Optimizer#lbfgs}
   * @throws java.util.concurrent.CancellationException after {@link #cancel}
   * @throws InterruptedException if the thread is interrupted
   * @throws IOException if a file cannot be read
   */
  public Evaluation crossValidate(int folds) throws IOException, InterruptedException {
    OptionRanges.check(folds, 2, 20, "folds");
    if (!setup.settings().optimizer.isLbfgs()) {
      throw new IllegalStateException(
          "cross-validation needs mode HEAD_ONLY with the optimizer L-BFGS");
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
   * Lets {@link #train} stop after the batch that it is in, of training, of validation or of
   * features. May be called by another thread, before {@link #train} too.
   */
  public void cancel() {
    isCancelled.set(true);
  }

  /**
   * Refuses a directory that {@link #train} refuses for checkpoints. Writes nothing.
   *
   * @throws java.nio.file.FileSystemException if it is no directory, or holds files that no
   *     training of this library made
   * @throws IOException if it cannot be read
   */
  public static void checkCheckpoints(Path directory) throws IOException {
    OwnedDirectory.check(Objects.requireNonNull(directory, "directory"));
  }

  /**
   * Deletes the files that trainings made in a directory for checkpoints, and the directory if it
   * is empty then. Does nothing if there is no such directory.
   *
   * @throws java.nio.file.FileSystemException if it holds files that no training of this library
   *     made and carries no mark of one, or a training uses it
   * @throws IOException if a file cannot be deleted
   */
  public static void removeCheckpoints(Path directory) throws IOException {
    OwnedDirectory.remove(Objects.requireNonNull(directory, "directory"));
  }

  /** Settings of a training. Not thread-safe. */
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

    /** Sets the model to start with; fresh weights without. */
    public Builder source(ModelSource source) {
      this.source = Objects.requireNonNull(source, "source");
      return this;
    }

    /**
     * Sets how to train; without, {@link TrainingOptions#headOnly} for a source and {@link
     * TrainingOptions#fromScratch} for fresh weights.
     */
    public Builder options(TrainingOptions options) {
      this.options = Objects.requireNonNull(options, "options");
      return this;
    }

    /** Sets listeners, which are notified in their order. */
    public Builder listener(TrainingListener... listeners) {
      this.listener = new TrainingListeners(List.of(listeners));
      return this;
    }

    /**
     * Sets a directory for checkpoints of 80 to 120 MB, of which one is kept; a training that finds
     * one there goes on with it. Without, nothing is kept.
     *
     * <p>The directory must not exist, be empty, or be one that an earlier training made. It
     * contains a list of the files that trainings made in it, and only these are ever deleted. One
     * training at a time can use it.
     */
    public Builder checkpoints(Path directory) {
      this.checkpoints = Objects.requireNonNull(directory, "directory");
      return this;
    }

    /**
     * Sets a directory in which feature vectors are kept that logits are fitted to, 4 kB for each
     * image, so that another training need not compute them again. Without, they are kept in memory
     * only.
     */
    public Builder featureCache(Path directory) {
      this.featureCache = Objects.requireNonNull(directory, "directory");
      return this;
    }

    /**
     * Sets threads, device and a GPU's memory; {@link RuntimeOptions#defaults} if unset. {@link
     * FineTunedModel#evaluate} follows them too.
     */
    public Builder runtime(RuntimeOptions runtime) {
      this.runtime = Objects.requireNonNull(runtime, "runtime");
      return this;
    }

    private TrainingOptions options() {
      if (options != null) {
        return options;
      }
      return source == null ? TrainingOptions.fromScratch() : TrainingOptions.headOnly();
    }

    /**
     * Returns the training, which has not begun.
     *
     * @throws IllegalArgumentException if only the logits of fresh weights were to be trained, a
     *     class weight is of no class of the images, no images are left for training, the options
     *     have a patience and there are no images to validate on, the name of a class would not be
     *     one line of a file of labels, or a runtime option is set that only calls have a use for,
     *     such as {@code parallelRuns}
     */
    public FineTuner build() {
      if (images.training().isEmpty()) {
        throw new IllegalArgumentException(
            images + ": expected images for training; give validation and test smaller shares");
      }
      images.labels().forEach(Builder::checkLabel);
      options().settings().classWeights.keySet().forEach(this::checkClass);
      if (options().settings().patience > 0 && images.validation().isEmpty()) {
        throw new IllegalArgumentException(
            images + ": patience needs images to validate on; give validation a share");
      }
      if (source == null && options().settings().mode == TrainingMode.HEAD_ONLY) {
        throw new IllegalArgumentException(
            "mode HEAD_ONLY needs a source: features of fresh weights say nothing");
      }
      return new FineTuner(this);
    }

    private void checkClass(String label) {
      if (!images.labels().contains(label)) {
        throw new IllegalArgumentException(
            "class weights have \"" + label + "\"; expected one of " + images.labels());
      }
    }

    private static void checkLabel(String label) {
      if (label.isBlank() || !label.lines().toList().equals(List.of(label))) {
        throw new IllegalArgumentException(
            "class \"" + label + "\" is blank or has more than one line; rename its folder");
      }
    }
  }
}
