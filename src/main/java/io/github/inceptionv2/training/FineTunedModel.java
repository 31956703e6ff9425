package io.github.inceptionv2.training;

import io.github.inceptionv2.InceptionV2;
import io.github.inceptionv2.ModelSource;
import io.github.inceptionv2.RuntimeOptions;
import io.github.inceptionv2.internal.files.OwnedDirectory;
import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.module.ModuleWriter;
import io.github.inceptionv2.internal.network.InputSize;
import io.github.inceptionv2.internal.onnx.OnnxFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;

/**
 * What a training made: weights of 40 MB on the heap, to be written as a module. Immutable, and
 * safe for use by several threads.
 */
public final class FineTunedModel {

  private static final String MODULE = "module";

  private final List<String> labels;
  private final TrainingSetup.Result trained;
  private final int imageSize;
  private final Optional<Path> checkpoints;
  private final RuntimeOptions runtime;

  FineTunedModel(
      List<String> labels,
      TrainingSetup.Result trained,
      int imageSize,
      Optional<Path> checkpoints,
      RuntimeOptions runtime) {
    this.labels = List.copyOf(labels);
    this.trained = trained;
    this.imageSize = imageSize;
    this.checkpoints = checkpoints;
    this.runtime = runtime;
  }

  /** Returns the labels in the order of the logits: the names of the sub-folders. */
  public List<String> labels() {
    return labels;
  }

  /**
   * Returns the temperature that the logits were divided by after training, to calibrate
   * probabilities: the one with the least cross-entropy of held-out images. {@link Optimizer#lbfgs}
   * holds out images as {@link HeadFit#isCrossValidated} says, other optimizers the validation
   * images. 1 with fewer than 50 of them.
   */
  public double temperature() {
    return trained.temperature();
  }

  /** Returns the fit of the logits by {@link Optimizer#lbfgs}; empty for other optimizers. */
  public Optional<HeadFit> headFit() {
    return trained.fit();
  }

  /**
   * Returns a report of each epoch, including those before a resumption; none after {@link
   * Optimizer#lbfgs}.
   */
  public List<EpochReport> epochs() {
    return trained.epochs();
  }

  /**
   * Returns the epoch whose weights the model has, counted from 1: the best on validation with
   * {@link TrainingOptions.Builder#patience}, else the last. Empty after {@link Optimizer#lbfgs}.
   */
  public OptionalInt keptEpoch() {
    return trained.keptEpoch();
  }

  /**
   * Writes a module with the tag sets {}, {train} and {serve} and its labels to {@code directory},
   * which appears whole or not at all. {@link io.github.inceptionv2.InceptionV2#load(Path)} opens
   * it, {@link FineTuner} trains it further, and TensorFlow's own loaders and {@code hub.Module}
   * take it too. The command line writes a report beside it: {@link #writeModule(Path, Map)} with
   * {@link TrainingReport#toHtml} and {@link TrainingReport#toJson}.
   *
   * @param directory must not exist, or be empty
   * @throws java.nio.file.FileAlreadyExistsException if something is there already
   * @throws IOException if it cannot be written
   */
  public void writeModule(Path directory) throws IOException {
    ModuleWriter.write(module(), directory);
  }

  /**
   * Writes a module with other files beside it; else like {@link #writeModule(Path)}.
   *
   * @param files by their plain names, such as {@code README.md} for a model card
   * @throws IllegalArgumentException if a name is none, or that of a file of the module
   */
  public void writeModule(Path directory, Map<String, byte[]> files) throws IOException {
    ModuleWriter.write(module(), directory, files);
  }

  /**
   * Writes the model with its labels as an ONNX file, as {@link
   * io.github.inceptionv2.ModelSource#writeOnnx} does.
   *
   * @throws IOException if it cannot be written
   */
  public void writeOnnx(Path file) throws IOException {
    OnnxFile.write(module(), labels, file);
  }

  /**
   * Measures the model on labelled images. Its module is written for that to the directory for
   * checkpoints, or the system's for temporary files if there is none, and deleted afterwards.
   *
   * @param images labelled by index in {@link #labels}; at least one
   * @throws IOException if the module cannot be written
   * @throws io.github.inceptionv2.InferenceException if TensorFlow fails
   */
  public Evaluation evaluate(List<LabeledImage> images) throws IOException {
    Path place =
        checkpoints.isPresent() ? checkpoints.get() : Files.createTempDirectory("inception-v2-");
    try (OwnedDirectory directory = OwnedDirectory.open(place)) {
      return evaluate(images, directory);
    } finally {
      if (checkpoints.isEmpty()) {
        OwnedDirectory.remove(place);
      }
    }
  }

  private Evaluation evaluate(List<LabeledImage> images, OwnedDirectory directory)
      throws IOException {
    directory.delete(MODULE); // of a process that was killed
    String name = directory.unused(MODULE);
    directory.add(ModuleWriter.files().stream().map(file -> name + "/" + file).toList());
    writeModule(directory.resolve(name));
    try (InceptionV2 trained = load(directory.resolve(name))) {
      return Evaluation.of(trained, images, labels);
    } finally {
      directory.delete(name);
    }
  }

  private InceptionV2 load(Path module) throws IOException {
    return InceptionV2.builder(ModelSource.directory(module)).runtime(runtime).load();
  }

  Set<String> variables() {
    return trained.weights().names();
  }

  float[] values(String variable) {
    return trained.weights().values().get(variable).values();
  }

  /** Returns the labels, the image size and the number of epochs. */
  @Override
  public String toString() {
    return String.format(
        Locale.ROOT,
        "FineTunedModel[%d classes %s, %dx%d, %d epochs]",
        labels.size(),
        labels.size() > 5 ? labels.subList(0, 5) + " and so on" : labels,
        imageSize,
        imageSize,
        trained.epochs().size());
  }

  private InceptionModule module() throws IOException {
    return InceptionModule.trained(
        labels.size(), trained.weights(), new InputSize(imageSize, imageSize), labels);
  }
}
