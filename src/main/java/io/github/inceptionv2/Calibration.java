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
 * The ranges of a network's activations, measured on photographs, for {@link Precision#INT8}.
 *
 * <p>Without calibration, a model derives its ranges from batch norm. Ranges measured on a few
 * hundred photographs, similar to those that the model will process, bring feature vectors closer
 * to those of float32; predicted classes hardly change. A calibrated module stores its ranges in a
 * file that other programs ignore.
 *
 * <pre>{@code
 * try (InceptionV2 model = InceptionV2.load(Path.of("module"))) {
 *   List<ImageSource> photographs =
 *       ImageFolder.filesUnder(Path.of("photographs")).stream().map(ImageSource::of).toList();
 *   Calibration.of(model, photographs).writeModule(Path.of("calibrated"));
 * }
 * }</pre>
 *
 * <p>Immutable and thread-safe.
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
   * Measures ranges on {@code images}, one at a time. Images are prepared as {@code model} prepares
   * them, but always in a single crop. Measuring takes about twice as long as float32
   * classification with the same threads and runs, and uses 100 MB.
   *
   * @param images at least one must be readable; a few hundred are enough
   * @throws IllegalArgumentException if no image can be read
   * @throws ModelCorruptException if the weights, which are read again, have been damaged since the
   *     model was opened
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
            "at least one image must be readable, but all " + failures.size() + " failed");
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

  /** Returns the images that could not be read, with their errors. */
  public List<ImageResult<Void>> failures() {
    return failures;
  }

  /**
   * Writes a module with the model's weights, its labels if it has any, and the ranges.
   *
   * @param directory a path that does not exist or is an empty directory
   * @throws java.nio.file.FileAlreadyExistsException if {@code directory} exists and is not an
   *     empty directory
   * @throws ModelCorruptException if a variable has a value that is not finite
   * @throws IOException if a file cannot be read or written
   */
  public void writeModule(Path directory) throws IOException {
    writeModule(directory, Map.of());
  }

  /**
   * Writes a module as {@link #writeModule(Path)} does, and adds {@code files} to its directory.
   *
   * @param files the contents of each file by its plain name, such as {@code README.md} for a model
   *     card
   * @throws IllegalArgumentException if a name is not a plain file name, or the module already has
   *     a file with that name
   */
  public void writeModule(Path directory, Map<String, byte[]> files) throws IOException {
    try {
      ModuleWriter.write(module, directory, files);
    } catch (ModelFormatException e) {
      throw ModelSource.corrupt(e);
    }
  }
}
