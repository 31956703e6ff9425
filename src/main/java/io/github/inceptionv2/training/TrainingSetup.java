package io.github.inceptionv2.training;

import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import io.github.inceptionv2.internal.runtime.Devices;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.training.CheckpointStore;
import io.github.inceptionv2.internal.training.FeatureExtractor;
import io.github.inceptionv2.internal.training.FeatureInputs;
import io.github.inceptionv2.internal.training.ImageInputs;
import io.github.inceptionv2.internal.training.Inputs;
import io.github.inceptionv2.internal.weights.Fingerprint;
import io.github.inceptionv2.internal.weights.HeapWeights;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.function.BiConsumer;
import java.util.function.BooleanSupplier;

/**
 * Creates the network, the inputs and the initial weights of a run, according to its mode.
 *
 * @param source source of the initial weights; empty for fresh weights
 * @param unreadable receives each image that cannot be read, every time the image is sampled
 * @param featureCache directory that caches feature vectors
 * @param config configuration of all sessions
 * @param isCancelled checked after each batch
 */
record TrainingSetup(
    ImageFolder images,
    Optional<ModelSource> source,
    TrainingSettings settings,
    TrainingListener listener,
    BiConsumer<Path, Exception> unreadable,
    Optional<Path> featureCache,
    SessionConfig config,
    BooleanSupplier isCancelled) {

  /**
   * A trained network.
   *
   * @param weights all variables
   * @param epochs reports of the epochs; none if the logits were fitted
   * @param fit fit of the logits, if only the logits were trained
   * @param temperature temperature that the logits were divided by
   * @param keptEpoch the epoch that the weights are from, if there were epochs
   */
  record Result(
      HeapWeights weights,
      List<EpochReport> epochs,
      Optional<HeadFit> fit,
      double temperature,
      OptionalInt keptEpoch) {

    static Result of(HeapWeights weights, TrainingRun.Trained trained) {
      return new Result(
          weights,
          trained.reports(),
          Optional.empty(),
          trained.temperature(),
          OptionalInt.of(trained.keptEpoch()));
    }

    static Result of(HeapWeights weights, HeadFit fit) {
      return new Result(
          weights, List.of(), Optional.of(fit), fit.temperature(), OptionalInt.empty());
    }
  }

  /** Trains, resuming from the checkpoint in {@code store} if there is one. */
  Result train(Optional<CheckpointStore> store) throws IOException, InterruptedException {
    Devices.check(config);
    return settings.mode == TrainingMode.HEAD ? trainHead(store) : trainNetwork(store);
  }

  private Result trainNetwork(Optional<CheckpointStore> store)
      throws IOException, InterruptedException {
    int classes = images.labels().size();
    Form form =
        settings.mode == TrainingMode.FULL ? Form.TRAINING : Form.TRAINING_WITH_FROZEN_BATCH_NORM;
    try (Inputs inputs = imageInputs()) {
      NetworkGraph network = NetworkBuilder.build(form, classes);
      TrainingRun.Trained trained =
          TrainingRun.run(
              plan(inputs, network, NetworkBuilder.build(Form.INFERENCE, classes)),
              checkpoints(store, network),
              this::startOfNetwork);
      return Result.of(trained.weights(), trained);
    }
  }

  /**
   * Returns the initial weights. New logits are fitted to the features first; otherwise their
   * gradients would damage the layers below.
   */
  private HeapWeights startOfNetwork() throws IOException, InterruptedException {
    StartWeights start = StartWeights.of(source, images.labels(), settings.seed);
    return start.hasNewLogits()
        ? start.weights().with(fitHead(start.weights(), false).weights())
        : start.weights();
  }

  /**
   * Fits new logits; {@code fitsValidation} is false if the validation images will evaluate the
   * logits.
   */
  private FittedHead fitHead(HeapWeights start, boolean fitsValidation)
      throws IOException, InterruptedException {
    FittedHead head =
        FittedHead.fit(
            features(start),
            examples(),
            fitsValidation,
            settings.seed,
            NetworkBuilder.buildHead(Form.INFERENCE, images.labels().size()).variables(),
            config,
            this::checkCancelled);
    listener.onHeadFit(head.fit());
    return head;
  }

  private void checkCancelled() throws InterruptedException {
    if (Thread.interrupted()) {
      throw new InterruptedException("training was interrupted while the logits were fitted");
    }
    if (isCancelled.getAsBoolean()) {
      throw new CancellationException("training was cancelled while the logits were fitted");
    }
  }

  /** Computes all feature vectors first, then trains one small layer on them. */
  private Result trainHead(Optional<CheckpointStore> store)
      throws IOException, InterruptedException {
    int classes = images.labels().size();
    NetworkGraph network = NetworkBuilder.buildHead(Form.TRAINING, classes);
    RunCheckpoints checkpoints = checkpoints(store, network);
    checkpoints.check();
    HeapWeights start = StartWeights.of(source, images.labels(), settings.seed).weights();
    if (settings.optimizer.isLbfgs()) {
      FittedHead head = fitHead(start, !images.test().isEmpty());
      return Result.of(start.with(head.weights()), head.fit());
    }
    TrainingRun.Trained head =
        TrainingRun.run(
            plan(features(start), network, NetworkBuilder.buildHead(Form.INFERENCE, classes)),
            checkpoints,
            () -> start);
    return Result.of(start.with(head.weights()), head);
  }

  /** Evaluates logits by cross-validation on the images for training and validation. */
  Evaluation crossValidate(int folds) throws IOException, InterruptedException {
    Devices.check(config);
    HeapWeights start = StartWeights.of(source, images.labels(), settings.seed).weights();
    FeatureInputs features = features(start);
    List<LabeledImage> readable = new ArrayList<>();
    List<float[]> vectors = new ArrayList<>();
    addReadable(images.training(), features.training(), readable, vectors);
    addReadable(images.validation(), features.validation(), readable, vectors);
    if (readable.size() < 2 * folds) {
      throw new IOException(
          readable.size()
              + " images can be read, too few for "
              + folds
              + " folds; expected at least "
              + 2 * folds);
    }
    return new CrossValidation(readable, vectors, examples(), settings.seed)
        .run(images.labels(), folds, config, this::checkCancelled);
  }

  private static void addReadable(
      List<LabeledImage> from,
      List<float[]> ofThese,
      List<LabeledImage> images,
      List<float[]> vectors) {
    for (int i = 0; i < from.size(); i++) {
      if (ofThese.get(i) != null) {
        images.add(from.get(i));
        vectors.add(ofThese.get(i));
      }
    }
  }

  private TrainingRun.Plan plan(Inputs inputs, NetworkGraph network, NetworkGraph evaluation) {
    return new TrainingRun.Plan(
        settings, examples(), network, evaluation, inputs, listener, config, isCancelled);
  }

  private RunCheckpoints checkpoints(Optional<CheckpointStore> store, NetworkGraph network)
      throws IOException {
    String fingerprint = store.isPresent() ? fingerprint() : "";
    return new RunCheckpoints(store, network, fingerprint, settings.checkpointInterval);
  }

  private String fingerprint() throws IOException {
    String model = source.map(ModelSource::toString).orElse("fresh weights");
    HeapWeights start = StartWeights.of(source, images.labels(), settings.seed).weights();
    return String.join(
        "\n",
        "model: " + model,
        "weights: " + Fingerprint.of(start, start.names()),
        settings.toString(),
        examples().fingerprint());
  }

  private FeatureInputs features(HeapWeights start) throws IOException, InterruptedException {
    try (ImageInputs inputs = imageInputs();
        var extractor =
            new FeatureExtractor(
                inputs, start, settings.lastImageSize(), featureCache, config, this::report)) {
      return new FeatureInputs(
          extractor.vectors(files(images.training())),
          extractor.vectors(files(images.validation())));
    }
  }

  private void report(int done, int count) {
    if (isCancelled.getAsBoolean()) {
      throw new CancellationException(
          "training was cancelled after computing the features of "
              + done
              + " of "
              + count
              + " images");
    }
    listener.onFeatures(done, count);
  }

  private Examples examples() {
    return new Examples(images, settings.classBalance, settings.classWeights);
  }

  private static List<Path> files(List<LabeledImage> images) {
    return images.stream().map(LabeledImage::file).toList();
  }

  private ImageInputs imageInputs() {
    return new ImageInputs(
        files(images.training()),
        files(images.validation()),
        settings.augmentation.ranges(),
        config,
        unreadable);
  }

  /**
   * Reports each unreadable image only once, however often the image is sampled. Not thread-safe.
   */
  static final class Unreadable {

    private final TrainingListener listener;
    private final Set<Path> known = new HashSet<>();

    Unreadable(TrainingListener listener) {
      this.listener = listener;
    }

    void add(Path file, Exception reason) {
      if (known.add(file)) {
        listener.onUnreadable(
            file,
            reason instanceof IOException e
                ? UnreadableReason.of(e)
                : String.valueOf(reason.getMessage()));
      }
    }
  }
}
