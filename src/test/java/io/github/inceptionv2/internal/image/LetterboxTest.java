package io.github.inceptionv2.internal.image;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.github.inceptionv2.internal.image.Resampling.Filter;
import io.github.inceptionv2.internal.image.Resampling.Geometry;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.testing.Golden;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Letterboxing matches its formula, written again in plain Java with double precision. */
class LetterboxTest {

  @RegisterExtension static final OpenPipeline PIPELINE = new OpenPipeline();

  @ParameterizedTest
  @CsvSource({"375,500,224", "97,61,224", "33,480,128", "1,1,32", "1,7,64", "640,480,225"})
  void letterbox_everyPixel_matchesTheFormula(int height, int width, int size) throws Exception {
    byte[] rgb = Golden.imageBytes(4, height, width);
    double factor = Math.min(size / (double) height, size / (double) width);
    int high = (int) Math.max(1, Math.rint(height * factor));
    int wide = (int) Math.max(1, Math.rint(width * factor));
    float[] actual = prepare(Golden.bufferedImage(4, height, width), size);
    for (int y = 0; y < size; y++) {
      for (int x = 0; x < size; x++) {
        int row = y - (size - high) / 2;
        int column = x - (size - wide) / 2;
        boolean isBar = row < 0 || row >= high || column < 0 || column >= wide;
        double expected = isBar ? 0 : value(rgb, height, width, row, column, high, wide) / 255;
        assertEquals(expected, actual[(y * size + x) * 3 + 1], 1e-4, y + ", " + x);
      }
    }
  }

  /** Returns the green value at a position of the resized image. */
  private static double value(
      byte[] rgb, int height, int width, int row, int column, int high, int wide) {
    double[] vertical = weights(height, row, high);
    double[] horizontal = weights(width, column, wide);
    double sum = 0;
    for (int y = 0; y < height; y++) {
      for (int x = 0; vertical[y] != 0 && x < width; x++) {
        sum += vertical[y] * horizontal[x] * (rgb[(y * width + x) * 3 + 1] & 0xff);
      }
    }
    return sum;
  }

  /**
   * Returns weights that sum to 1: a triangle around the position's centre, as wide as a pixel of
   * the smaller image.
   */
  private static double[] weights(int size, int position, int resized) {
    double step = size / (double) resized;
    double centre = (position + 0.5) * step;
    double radius = Math.max(1, step);
    double[] weights = new double[size];
    double sum = 0;
    for (int i = 0; i < size; i++) {
      weights[i] = Math.max(0, 1 - Math.abs(i + 0.5 - centre) / radius);
      sum += weights[i];
    }
    for (int i = 0; i < size; i++) {
      weights[i] /= sum;
    }
    return weights;
  }

  private static float[] prepare(BufferedImage image, int size) throws Exception {
    Resampling letterbox = new Resampling(Geometry.FIT, Filter.ANTIALIASED);
    try (ImageBatch batch =
        PIPELINE.get().prepare(new ImageData.Buffered(image), View.ALL, letterbox, size, size)) {
      return Tensors.toFloats(batch.tensor());
    }
  }
}
