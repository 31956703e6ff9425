package io.github.inceptionv2;

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
import java.util.List;
import java.util.function.Function;

/** Prepares images, runs the network on them, and owns what both need. */
final class Engine implements AutoCloseable {

  private final CallGate gate = new CallGate("InceptionV2");
  private final NativeScope scope = new NativeScope();
  private final Preparation preparation;
  private final OpenModule module;

  /** Takes {@code preparation} over, even if it fails. */
  Engine(Module module, Preparation preparation) throws IOException {
    this.preparation = scope.add(preparation);
    try {
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
    ImageSize first = preparation.size(images.get(start));
    checkSize(images.get(start), first, role);
    int end = start + 1;
    while (end < images.size()
        && end - start < preparation.maxBatch(first)
        && preparation.size(images.get(end)).equals(first)) {
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
          prepared.add(natives.add(preparation.prepare(images.get(i))));
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

  /** Runs once and returns the numbers of each image, averaged over its views. */
  private List<Values> compute(List<ImageBatch> prepared, Role role, NativeScope natives) {
    ImageBatch batch =
        prepared.size() == 1 ? prepared.get(0) : natives.add(ImageBatch.join(prepared));
    Values all = module.run(batch, List.of(role)).get(0);
    List<Values> each = new ArrayList<>();
    int start = 0;
    for (ImageBatch views : prepared) {
      each.add(all.mean(start, start + views.count()));
      start += views.count();
    }
    return each;
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
