package io.github.inceptionv2.internal.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.image.Resampling.Filter;
import io.github.inceptionv2.internal.image.Resampling.Geometry;
import io.github.inceptionv2.internal.image.View.Region;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.testing.Fixtures;
import io.github.inceptionv2.testing.Golden;
import io.github.inceptionv2.testing.Numbers;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Distorted images match the formulas, written again in plain Java. */
class DistortionTest {

  private static final Distortion NOTHING = coloured(0, 1, 1);

  @RegisterExtension static final OpenPipeline PIPELINE = new OpenPipeline();

  @ParameterizedTest
  @ValueSource(ints = {48, 96, 33})
  void noDistortion_squareImage_equalsPrepare(int size) throws Exception {
    ImageData image = png(2, 96, 96);
    Resampling bilinear = new Resampling(Geometry.STRETCH, Filter.BILINEAR);
    try (ImageBatch expected = PIPELINE.get().prepare(image, View.ALL, bilinear, size, size)) {
      assertArrayEquals(
          Tensors.toFloats(expected.tensor()), distort(image, NOTHING, size, size), 0f);
    }
  }

  /** 24 % of 80 x 100 pixels with an aspect ratio of 1.2 are 40 x 48 pixels; 40 and 52 are left. */
  @ParameterizedTest
  @CsvSource({"40,48", "20,30", "64,64"})
  void crop_png_isTheRegionResampled(int height, int width) throws Exception {
    Distortion crop = new Distortion(0.24, 1.2, 0.25, 1, false, 0, 1, 1);
    float[] expected = bilinear(Golden.image(3, 80, 100), 100, 40, 13, 40, 48, height, width);

    assertEquals(new Region(13, 40, 48, 40), crop.region(80, 100));
    Numbers.assertClose(expected, distort(png(3, 80, 100), crop, height, width), 1e-5);
  }

  private static float[] bilinear(
      float[] image, int stride, int top, int left, int high, int wide, int height, int width) {
    float[] out = new float[height * width * 3];
    for (int i = 0; i < out.length; i++) {
      double y = Math.max(0, (i / 3 / width + 0.5) * high / height - 0.5);
      double x = Math.max(0, (i / 3 % width + 0.5) * wide / width - 0.5);
      double sum = 0;
      for (int corner = 0; corner < 4; corner++) {
        int row = (int) y + corner / 2;
        int column = (int) x + corner % 2;
        double weight = (1 - Math.abs(y - row)) * (1 - Math.abs(x - column));
        int from = (top + Math.min(row, high - 1)) * stride + left + Math.min(column, wide - 1);
        sum += weight * image[from * 3 + i % 3];
      }
      out[i] = (float) sum;
    }
    return out;
  }

  @ParameterizedTest
  @CsvSource({
    "1,1,0.5,0.5,60,100,12,0,77,60", // a side that does not fit is clamped
    "1,1,1,1,100,60,0,23,60,77",
    "0.25,1,0,0,60,100,0,0,39,39",
    "0.5,100,0.5,0.5,60,100,0,28,100,5",
    "0.000001,1,1,1,60,100,99,59,1,1" // at least one pixel
  })
  void region_fitsTheImage(
      double area,
      double aspectRatio,
      double x,
      double y,
      int height,
      int width,
      int left,
      int top,
      int cropWidth,
      int cropHeight) {
    Distortion crop = new Distortion(area, aspectRatio, x, y, false, 0, 1, 1);
    assertEquals(new Region(left, top, cropWidth, cropHeight), crop.region(height, width));
  }

  @Test
  void flip_mirrorsEveryBit() throws Exception {
    ImageData image = png(4, 70, 70);
    float[] plain = distort(image, NOTHING, 48, 40);
    float[] flipped = distort(image, new Distortion(1, 1, 0, 0, true, 0, 1, 1), 48, 40);

    for (int i = 0; i < plain.length; i++) {
      int pixel = i / 3;
      int mirrored = pixel / 40 * 40 + 39 - pixel % 40;
      assertEquals(plain[mirrored * 3 + i % 3], flipped[i], 0f);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "0.1,1,1",
    "-0.1,1,1",
    "0,0,1",
    "0,0.5,1",
    "0,1.5,1",
    "0,1,0",
    "0,1,0.5",
    "0,1,1.5",
    "0.1,1.4,0.6",
    "-0.12,0.6,1.4",
    "1,1,1",
    "-1,1,1",
    "0.5,3,5"
  })
  void colours_everyPixel_matchesTheFormula(float brightness, float saturation, float contrast)
      throws Exception {
    float[] plain = Golden.image(5, 64, 64);
    float[] expected = colour(plain, brightness, saturation, contrast);
    float[] actual = distort(png(5, 64, 64), coloured(brightness, saturation, contrast), 64, 64);

    Numbers.assertClose(expected, actual, 1e-5);
    for (float value : actual) {
      assertTrue(value >= 0 && value <= 1, "clipped: " + value);
    }
  }

  private static float[] colour(float[] image, float brightness, float saturation, float contrast) {
    double[] values = new double[image.length];
    double[] mean = new double[3];
    for (int i = 0; i < image.length; i++) {
      int pixel = i / 3 * 3;
      double gray =
          0.299 * image[pixel] + 0.587 * image[pixel + 1] + 0.114 * image[pixel + 2] + brightness;
      values[i] = gray + (image[i] + brightness - gray) * saturation;
      mean[i % 3] += values[i] / (image.length / 3);
    }
    float[] out = new float[image.length];
    for (int i = 0; i < image.length; i++) {
      double value = mean[i % 3] + (values[i] - mean[i % 3]) * contrast;
      out[i] = (float) Math.max(0, Math.min(1, value));
    }
    return out;
  }

  /**
   * Crops each of the three by two blocks of the upright image. At 4 x 4, the image is decoded at a
   * quarter of its size.
   */
  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8})
  void crop_turnedJpeg_isOfTheUprightImage(int exif) throws Exception {
    ImageData jpeg = new ImageData.Encoded(OrientationTest.jpeg(exif));
    for (int block = 0; block < 6; block++) {
      Distortion crop = new Distortion(1 / 6.0, 1, block % 3 / 2.0, block / 3, false, 0, 1, 1);
      int colour = OrientationTest.colour(block / 3, block % 3);
      for (int size : new int[] {16, 4}) {
        float[] pixels = distort(jpeg, crop, size, size);
        for (int c = 0; c < 3; c++) {
          float level = pixels[(size / 2 * size + size / 2) * 3 + c];
          assertEquals((colour >> 16 - 8 * c & 0xff) / 255f, level, 8 / 255f);
        }
      }
    }
  }

  /** The crop, in whole pixels of the reduced image, is never smaller than the output. */
  @ParameterizedTest
  @CsvSource({
    "JPEG,1,640,480,1,1,240,240,2",
    "JPEG,1,640,480,1,1,241,240,1",
    "JPEG,1,640,480,1,1,60,60,8",
    "JPEG,1,640,480,0.25,1,112,112,2",
    "JPEG,1,640,480,0.05,1,112,112,1",
    "JPEG,1,640,160,1,4,80,320,2",
    "JPEG,1,640,160,1,4,320,80,1",
    "JPEG,6,640,160,1,0.25,320,80,2", // stored on its side
    "JPEG,6,640,160,1,0.25,80,320,1",
    "PNG,1,640,480,1,1,60,60,1"
  })
  void ratio_leavesTheCropLargeEnough(
      ImageFormat format,
      int exif,
      int width,
      int height,
      double area,
      double aspectRatio,
      int outHeight,
      int outWidth,
      int ratio) {
    ImageHeader header = new ImageHeader(format, width, height, exif, false, false, 1, 0);
    Distortion crop = new Distortion(area, aspectRatio, 0, 0, false, 0, 1, 1);
    assertEquals(
        ratio, JpegScaling.ratio(header, crop, outHeight, outWidth, ImageSettings.DEFAULT));
  }

  /** Decoding at a smaller size looks like averaging all pixels. */
  @Test
  void jpeg_reducedScale_isCloseToTheAverage() throws Exception {
    ImageData flower = new ImageData.File(Fixtures.flower());
    View middle = new View(0, Optional.of(new Region(60, 0, 360, 360)));
    Distortion crop = new Distortion(0.75, 1, 0.5, 0, false, 0, 1, 1);
    float[] actual = distort(flower, crop, 90, 90);
    double sum = 0;
    try (ImageBatch batch =
        PIPELINE
            .get()
            .prepare(
                flower, middle, new Resampling(Geometry.STRETCH, Filter.ANTIALIASED), 90, 90)) {
      float[] expected = Tensors.toFloats(batch.tensor());
      for (int i = 0; i < expected.length; i++) {
        sum += Math.abs(expected[i] - actual[i]);
      }
    }
    assertEquals(new Region(60, 0, 360, 360), crop.region(360, 480));
    assertEquals(0, sum / actual.length, 2.0 / 255);
  }

  /**
   * An oversized JPEG is decoded at a reduced size, as without a distortion, even if it is enlarged
   * later.
   */
  @Test
  void jpeg_oversized_isDecodedAtAReducedSize() {
    ImageHeader header = ImageHeader.plain(ImageFormat.JPEG, 20_000, 10_000);
    assertEquals(4, JpegScaling.ratio(header, NOTHING, 6000, 6000, ImageSettings.DEFAULT));
  }

  @Test
  void floats_areNotChanged() throws Exception {
    float[] rgb = Golden.image(1, 32, 32);
    float[] same = distort(new ImageData.Floats(rgb, 32, 32), coloured(0.5f, 0, 0), 64, 64);

    assertArrayEquals(rgb, same, 0f);
  }

  @ParameterizedTest
  @CsvSource({
    "0,1,0,0,0,1,1,'area (0.0) must be above 0 and at most 1'",
    "NaN,1,0,0,0,1,1,'area (NaN) must be above 0 and at most 1'",
    "1,0,0,0,0,1,1,'aspectRatio (0.0) must be positive and finite'",
    "1,1,1.5,0,0,1,1,'x (1.5) must be from 0 to 1'",
    "1,1,0,-1,0,1,1,'y (-1.0) must be from 0 to 1'",
    "1,1,0,0,2,1,1,'brightness (2.0) must be from -1 to 1'",
    "1,1,0,0,0,-1,1,'saturation (-1.0) must be at least 0 and finite'",
    "1,1,0,0,0,1,Infinity,'contrast (Infinity) must be at least 0 and finite'"
  })
  void distortion_invalid_isNamed(
      double area,
      double aspectRatio,
      double x,
      double y,
      float brightness,
      float saturation,
      float contrast,
      String message) {
    var e =
        assertThrows(
            IllegalArgumentException.class,
            () -> new Distortion(area, aspectRatio, x, y, true, brightness, saturation, contrast));
    assertEquals(message, e.getMessage());
  }

  private static Distortion coloured(float brightness, float saturation, float contrast) {
    return new Distortion(1, 1, 0, 0, false, brightness, saturation, contrast);
  }

  private static ImageData png(int k, int height, int width) {
    return new ImageData.Encoded(Golden.png(k, height, width));
  }

  private static float[] distort(ImageData image, Distortion how, int height, int width)
      throws Exception {
    try (ImageBatch batch = PIPELINE.get().distort(image, how, height, width)) {
      return Tensors.toFloats(batch.tensor());
    }
  }
}
