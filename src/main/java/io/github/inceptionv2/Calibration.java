package io.github.inceptionv2;

import io.github.inceptionv2.internal.inference.ActivationRecorder;
import io.github.inceptionv2.internal.module.InceptionModule;
import io.github.inceptionv2.internal.module.ModuleWriter;
import io.github.inceptionv2.internal.weights.ModelFormatException;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Ranges of a network's numbers, measured on photographs, for {@link Precision#INT8}.
 *
 * <p>A model without calibration takes its ranges from batch norm. Feature vectors are closer to
 * those of float32 with ranges measured on a few hundred photographs like those that the model is
 * used on; classes hardly differ. A calibrated module keeps its ranges in a file that other
 * programs ignore.
 *
 * <pre>{@code
 * try (InceptionV2 model = InceptionV2.load(Path.of("module"))) {
 *   List<ImageSource> photographs =
 * ImageFolder.filesUnder(Path.of("photographs")).stream().map(ImageSource::of).toList();
 * Calibration.of(model, photographs).writeModule(Path.of("calibrated"));
 * }
 * }</pre>
 *
 * <p>Immutable, and safe for use by several threads.
 */
public final class Calibration {

  private final InceptionModule module;
  private final int imageCount;
  private final List<ImageResult<Void>> failures;

  private Calibration(InceptionModule module, int imageCount, List<ImageResult<Void>> failures) {
    this.module = module;
    this.imageCount = imageCount;
    this.failures = List.copyOf(failures);
  }

  /**
   * Measures ranges on {@code images}, one after the other, prepared as {@code model} prepares
   * them, but for ten crops. It takes about twice as long as classifying them in float32, and 100
   * MB, whatever the model's precision is.
   *
   * @param images at least one that can be read; a few hundred are enough
   * @throws IllegalArgumentException if none can be read
   * @throws ModelCorruptException if the weights, which are read again, were damaged since
   */
  public static Calibration of(InceptionV2 model, Iterable<? extends ImageSource> images)
      throws IOException {
    Objects.requireNonNull(images, "images");
    try (ActivationRecorder recorder = model.engine.recorder()) {
      List<ImageResult<Void>> failures = new ArrayList<>();
      int count = 0;
      Iterator<? extends ImageSource> all = images.iterator();
      while (all.hasNext()) {
        ImageSource image = Objects.requireNonNull(all.next(), "image");
        try {
          model.engine.record(image, recorder);
          count++;
        } catch (IOException e) {
          failures.add(ImageResult.failure(image, e));
        }
      }
      if (count == 0) {
        throw new IllegalArgumentException(
            "images must hold one that can be read, but all of " + failures.size() + " failed");
      }
      return new Calibration(
          model.engine.module().calibrated(Optional.of(recorder.ranges())), count, failures);
    } catch (ModelFormatException e) {
      throw ModelSource.corrupt(e);
    }
  }

  /** Returns the number of images that were measured. */
  public int imageCount() {
    return imageCount;
  }

  /** Returns the images that could not be read, and why. */
  public List<ImageResult<Void>> failures() {
    return failures;
  }

  /**
   * Writes a module with the model's weights, its labels if it brings any, and the ranges.
   *
   * @param directory must not exist, or be empty
   * @throws java.nio.file.FileAlreadyExistsException if something is there already
   * @throws ModelCorruptException if a value of a variable is not finite
   * @throws IOException if a file cannot be read or written
   */
  public void writeModule(Path directory) throws IOException {
    writeModule(directory, Map.of());
  }

  /**
   * Writes a module with other files beside it; else like {@link #writeModule(Path)}.
   *
   * @param files by their plain names, such as {@code README.md} for a model card
   * @throws IllegalArgumentException if a name is none, or that of a file of the module
   */
  public void writeModule(Path directory, Map<String, byte[]> files) throws IOException {
    try {
      ModuleWriter.write(module, directory, files);
    } catch (ModelFormatException e) {
      throw ModelSource.corrupt(e);
    }
  }
}
