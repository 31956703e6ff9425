package io.github.inceptionv2;

import io.github.inceptionv2.internal.image.ImagePipeline;
import io.github.inceptionv2.internal.image.ImageSettings;
import io.github.inceptionv2.internal.image.UnreadableImageException;
import io.github.inceptionv2.internal.module.Module;
import io.github.inceptionv2.internal.module.ModuleFormatException;
import io.github.inceptionv2.internal.module.OpenModule;
import io.github.inceptionv2.internal.module.Role;
import io.github.inceptionv2.internal.runtime.CallGate;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.NativeException;
import io.github.inceptionv2.internal.runtime.NativeScope;
import io.github.inceptionv2.internal.runtime.Values;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Prepares images, runs the network on them, and owns what both need. */
final class Engine implements AutoCloseable {

  /** From 16 on, more images at once bring little speed, and cost 12 MB each at 224. */
  private static final int MAX_BATCH = 16;

  private final CallGate gate = new CallGate("InceptionV2");
  private final NativeScope scope = new NativeScope();
  private final ImagePipeline pipeline;
  private final OpenModule module;
  private final Preprocessing preprocessing;
  private final ImageSize size;

  Engine(Module module, Preprocessing preprocessing, ImageSize size, ImageSettings images)
      throws IOException {
    this.preprocessing = preprocessing;
    this.size = size;
    try {
      this.pipeline = scope.add(ImagePipeline.open(images));
      this.module = scope.add(OpenModule.open(module));
    } catch (IOException | RuntimeException e) {
      scope.close();
      throw translate(e);
    }
  }

  Module module() {
    return module.module();
  }

  void checkOpen() {
    gate.checkOpen();
  }

  /**
   * Computes {@code role} for each image, in batches of images of one size.
   *
   * @param then makes a result of one image's numbers
   */
  <T> List<ImageResult<T>> run(List<ImageSource> images, Role role, Function<Values, T> then) {
    try {
      return gate.call(() -> runOpen(images, role, then));
    } catch (NativeException e) {
      throw new InferenceException("TensorFlow failed: " + e.getMessage(), e.getCause());
    }
  }

  private <T> List<ImageResult<T>> runOpen(
      List<ImageSource> images, Role role, Function<Values, T> then) {
    List<ImageResult<T>> results = new ArrayList<>(images.size());
    int start = 0;
    while (start < images.size()) {
      int end = endOfBatch(images, start, role);
      runBatch(images.subList(start, end), role, then, results);
      start = end;
    }
    return List.copyOf(results);
  }

  private int endOfBatch(List<ImageSource> images, int start, Role role) {
    ImageSize first = images.get(start).size(size);
    checkSize(images.get(start), first, role);
    int end = start + 1;
    while (end < images.size()
        && end - start < MAX_BATCH
        && images.get(end).size(size).equals(first)) {
      end++;
    }
    return end;
  }

  /** Version 1 of the Hub modules takes one size only. */
  private static void checkSize(ImageSource image, ImageSize size, Role role) {
    List<Long> taken = role.imagesShape();
    if (taken.get(1) > 0 && taken.get(1) != size.height()
        || taken.get(2) > 0 && taken.get(2) != size.width()) {
      throw new IllegalArgumentException(
          image
              + " enters at "
              + size
              + ", but this model takes only "
              + taken.get(1)
              + "x"
              + taken.get(2));
    }
  }

  private <T> void runBatch(
      List<ImageSource> images, Role role, Function<Values, T> then, List<ImageResult<T>> results) {
    try (NativeScope natives = new NativeScope()) {
      List<ImageBatch> prepared = new ArrayList<>();
      IOException[] errors = new IOException[images.size()];
      for (int i = 0; i < images.size(); i++) {
        try {
          prepared.add(natives.add(prepare(images.get(i))));
        } catch (IOException e) {
          errors[i] = e;
        }
      }
      List<Values> values = prepared.isEmpty() ? List.of() : compute(prepared, role, natives);
      int next = 0;
      for (int i = 0; i < errors.length; i++) {
        results.add(
            errors[i] != null
                ? ImageResult.failure(images.get(i), errors[i])
                : ImageResult.of(images.get(i), then.apply(values.get(next++))));
      }
    }
  }

  private ImageBatch prepare(ImageSource image) throws IOException {
    try {
      return pipeline.prepare(
          image.data(), image.view(), preprocessing.resampling(), size.height(), size.width());
    } catch (UnreadableImageException e) {
      throw new ImageDecodeException(image.name(), e.getMessage(), e.getCause());
    }
  }

  /** Runs once and returns the numbers of each image. */
  private List<Values> compute(List<ImageBatch> prepared, Role role, NativeScope natives) {
    ImageBatch batch =
        prepared.size() == 1 ? prepared.get(0) : natives.add(ImageBatch.join(prepared));
    Values all = module.run(batch, List.of(role)).get(0);
    Values[] each = new Values[prepared.size()];
    Arrays.setAll(each, all::image);
    return List.of(each);
  }

  private static IOException translate(Exception e) {
    if (e instanceof ModuleFormatException format) {
      return ModelSource.corrupt(format);
    } else if (e instanceof NativeException) {
      throw new InferenceException(e.getMessage(), e.getCause());
    } else if (e instanceof RuntimeException unchecked) {
      throw unchecked;
    }
    return (IOException) e;
  }

  @Override
  public void close() {
    if (gate.close()) {
      scope.close();
    }
  }
}
