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
 * A trained model, ready to be written as a module. Holds 40 MB of weights on the heap. Immutable
 * and thread-safe.
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

  /** Returns the labels in the order of the logits, as in {@link ImageFolder#labels}. */
  public List<String> labels() {
    return labels;
  }

  /**
   * Returns the temperature by which the logits were divided after training, to calibrate
   * probabilities. This temperature minimizes the cross-entropy of held-out images: with {@link
   * Optimizer#lbfgs}, the images that {@link HeadFit#isCrossValidated} describes; with other
   * optimizers, the validation images. The temperature is 1 with fewer than 50 held-out images.
   */
  public double temperature() {
    return trained.temperature();
  }

  /** Returns the fit of the logits by {@link Optimizer#lbfgs}; empty for other optimizers. */
  public Optional<HeadFit> headFit() {
    return trained.fit();
  }

  /**
   * Returns a report of each epoch, including the epochs before training was resumed; empty after
   * {@link Optimizer#lbfgs}.
   */
  public List<EpochReport> epochs() {
    return trained.epochs();
  }

  /**
   * Returns the epoch whose weights the model has, counted from 1: the epoch with the best
   * validation accuracy if {@link TrainingOptions.Builder#patience} is set, otherwise the last
   * epoch. Empty after {@link Optimizer#lbfgs}.
   */
  public OptionalInt keptEpoch() {
    return trained.keptEpoch();
  }

  /**
   * Atomically writes a module with the tag sets {}, {train} and {serve} and the labels to {@code
   * directory}. {@link io.github.inceptionv2.InceptionV2#load(Path)} opens the module, {@link
   * FineTuner} trains it further, and TensorFlow's own loaders and {@code hub.Module} accept it
   * too. To add a report, as the command line does, use {@link #writeModule(Path, Map)} with {@link
   * TrainingReport#toHtml} and {@link TrainingReport#toJson}.
   *
   * @param directory a directory that is missing or empty
   * @throws java.nio.file.FileAlreadyExistsException if {@code directory} is a file, or is not
   *     empty
   * @throws IOException if the module cannot be written
   */
  public void writeModule(Path directory) throws IOException {
    ModuleWriter.write(module(), directory);
  }

  /**
   * Writes a module together with other files; otherwise like {@link #writeModule(Path)}.
   *
   * @param files contents by file name, such as {@code README.md} for a model card
   * @throws IllegalArgumentException if a name is not a plain file name, or a file of the module
   *     has that name
   */
  public void writeModule(Path directory, Map<String, byte[]> files) throws IOException {
    ModuleWriter.write(module(), directory, files);
  }

  /**
   * Writes the model with its labels as an ONNX file, as {@link
   * io.github.inceptionv2.ModelSource#writeOnnx} does.
   *
   * @throws IOException if the file cannot be written
   */
  public void writeOnnx(Path file) throws IOException {
    OnnxFile.write(module(), labels, file);
  }

  /**
   * Evaluates the model on labelled images. This writes a module to the checkpoint directory, or to
   * the system's temporary directory if there is no checkpoint directory, and deletes the module
   * afterwards.
   *
   * @param images at least one, with labels that index {@link #labels}
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
    directory.delete(MODULE); // left by a process that was killed
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
