package io.github.inceptionv2.training;

import io.github.inceptionv2.internal.weights.HeapWeights;
import io.github.inceptionv2.internal.module.Module;
import io.github.inceptionv2.internal.module.ModuleWriter;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a training made: weights of 40 MB on the heap, to be written as a module. Immutable, and
 * safe for use by several threads.
 */
public final class FineTunedModel {

  private final List<String> labels;
  private final HeapWeights weights;
  private final int imageSize;
  private final List<EpochReport> epochs;

  FineTunedModel(
      List<String> labels, HeapWeights weights, int imageSize, List<EpochReport> epochs) {
    this.labels = List.copyOf(labels);
    this.weights = weights;
    this.imageSize = imageSize;
    this.epochs = List.copyOf(epochs);
  }

  /** Returns the labels in the order of the logits: the names of the sub-folders. */
  public List<String> labels() {
    return labels;
  }

  /** Returns how each epoch went, those before a resumption too. */
  public List<EpochReport> epochs() {
    return epochs;
  }

  /**
   * Writes a module with the tag sets {}, {train} and {serve} and its labels to {@code directory},
   * which appears whole or not at all. {@link io.github.inceptionv2.InceptionV2#load(Path)} opens
   * it, {@link FineTuner} trains it further, and TensorFlow's own loaders and {@code hub.Module}
   * take it too.
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

  Set<String> variables() {
    return weights.names();
  }

  float[] values(String variable) {
    return weights.values().get(variable).values();
  }

  private Module module() throws IOException {
    return Module.trained(labels.size(), weights, List.of(imageSize, imageSize), labels);
  }
}
