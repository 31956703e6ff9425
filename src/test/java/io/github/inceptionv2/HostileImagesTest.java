package io.github.inceptionv2;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.ImageSource.PixelFormat;
import io.github.inceptionv2.testing.Fixtures;
import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.DirectColorModel;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An unusable image that an application passes in fails alone, not its whole batch. */
class HostileImagesTest {

  private static Map<ImageSource, String> hostile;

  @TempDir static Path directory;

  @BeforeAll
  static void make() throws Exception {
    hostile = new LinkedHashMap<>();
    int gigapixel = 27_000;
    hostile.put(
        ImageSource.of(new BufferedImage(gigapixel, gigapixel, BufferedImage.TYPE_BYTE_BINARY)),
        "is an image of 27000x27000 pixels, expected at least 1x1 and at most maxPixels = 75000000");
    hostile.put(
        ImageSource.ofPixels(new byte[76_000_000], PixelFormat.GRAY, 76_000_000, 1, 76_000_000),
        "is an image of 76000000x1 pixels, expected at least 1x1 and at most maxPixels = 75000000");
    for (Throwable thrown :
        List.of(
            new IllegalStateException("colour"),
            new IOException("sneaky"),
            new AssertionError("colour"),
            new StackOverflowError(),
            new NoClassDefFoundError("Colour"))) {
      hostile.put(ImageSource.of(throwing(thrown)), "has pixels that cannot be read");
    }
    hostile.put(
        ImageSource.of(
            new Sized() {
              @Override
              public int getRGB(int x, int y) {
                throw new IllegalArgumentException("pixel");
              }

              @Override
              public int[] getRGB(int x, int y, int w, int h, int[] rgb, int offset, int scan) {
                throw new OutOfMemoryError("pixels");
              }
            }),
        "has pixels that cannot be read");
    hostile.put(
        ImageSource.of(
            new Sized() {
              @Override
              public int getWidth() {
                return Integer.MAX_VALUE;
              }
            }),
        "is an image of 2147483647x8 pixels");
    hostile.put(
        ImageSource.of(
            new Sized() {
              @Override
              public int getHeight() {
                return 9; // more than the raster has
              }
            }),
        "has pixels that cannot be read");
    hostile.put(
        ImageSource.of(
            new Sized() {
              @Override
              public ColorModel getColorModel() {
                return null;
              }
            }),
        "has pixels that cannot be read");
    URI zip = URI.create("jar:" + directory.resolve("images.zip").toUri());
    Path inside;
    try (FileSystem files = FileSystems.newFileSystem(zip, Map.of("create", "true"))) {
      inside = files.getPath("photo.jpg");
    }
    hostile.put(ImageSource.of(inside), "cannot be prepared");
  }

  private static class Sized extends BufferedImage {
    Sized() {
      super(8, 8, BufferedImage.TYPE_INT_RGB);
    }
  }

  /** Returns an image whose colour model throws {@code thrown}, checked or not. */
  private static BufferedImage throwing(Throwable thrown) {
    ColorModel model =
        new DirectColorModel(24, 0xff0000, 0xff00, 0xff) {
          @Override
          public int getRGB(Object pixel) {
            throw HostileImagesTest.<RuntimeException>sneaky(thrown);
          }
        };
    WritableRaster raster = model.createCompatibleWritableRaster(8, 8);
    assertEquals(DataBuffer.TYPE_INT, raster.getTransferType());
    return new BufferedImage(model, raster, false, null);
  }

  @SuppressWarnings("unchecked")
  private static <T extends Throwable> T sneaky(Throwable thrown) throws T {
    throw (T) thrown;
  }

  @ParameterizedTest
  @EnumSource
  void batch_ofHostileImages_eachFailsAlone(Preprocessing preprocessing) throws Exception {
    List<ImageSource> images = new ArrayList<>();
    for (ImageSource image : hostile.keySet()) {
      images.add(ImageSource.of(Fixtures.flower()));
      images.add(image);
    }
    try (InceptionV2 model = open(preprocessing)) {
      float[] expected = model.logits(ImageSource.of(Fixtures.flower()));
      List<ImageResult<float[]>> results = model.batch(images).logits();
      for (int i = 0; i < images.size(); i++) {
        if (i % 2 == 0) {
          assertArrayEquals(expected, results.get(i).get(), 1e-4f);
        } else {
          assertFailed(results.get(i), hostile.get(images.get(i)));
        }
      }
    }
  }

  private static void assertFailed(ImageResult<?> result, String reason) {
    Exception error = result.error().orElseThrow(() -> new AssertionError(result + " has a value"));
    ImageDecodeException e = assertInstanceOf(ImageDecodeException.class, error);
    assertTrue(e.getMessage().contains(reason), e.getMessage());
    assertEquals(result.image().name(), e.image());
  }

  /** TensorFlow's own resizing failed on such images: "Span is too large". */
  @ParameterizedTest
  @EnumSource
  void batch_withVeryLongLines_allHaveResults(Preprocessing preprocessing) throws Exception {
    Supplier<BufferedImage> photo = () -> new BufferedImage(300, 200, BufferedImage.TYPE_INT_RGB);
    List<ImageSource> images =
        List.of(
            ImageSource.of(photo.get()),
            ImageSource.of(new BufferedImage(37_000_000, 1, BufferedImage.TYPE_BYTE_BINARY)),
            ImageSource.of(new BufferedImage(1, 3_000_000, BufferedImage.TYPE_BYTE_BINARY)),
            ImageSource.of(photo.get()));
    try (InceptionV2 model = open(preprocessing)) {
      List<ImageResult<float[]>> results = model.batch(images).logits();
      // all are black
      for (ImageResult<float[]> result : results) {
        assertArrayEquals(results.get(0).get(), result.get(), 1e-4f);
      }
    }
  }

  @Test
  void maxPixels_ofImagesInMemory_isEnforced() throws Exception {
    ImageOptions small = ImageOptions.builder().maxPixels(99).build();
    ImageOptions enough = ImageOptions.builder().maxPixels(100).build();
    List<ImageSource> images =
        List.of(
            ImageSource.of(new BufferedImage(10, 10, BufferedImage.TYPE_INT_ARGB)),
            ImageSource.ofPixels(new byte[400], PixelFormat.RGBA, 10, 10, 40));
    for (ImageSource image : images) {
      try (InceptionV2 model = open(small)) {
        assertFailed(model.batch(List.of(image)).logits().get(0), "at most maxPixels = 99");
      }
      try (InceptionV2 model = open(enough)) {
        model.logits(image);
      }
    }
  }

  private static InceptionV2 open(Preprocessing preprocessing) throws IOException {
    return InceptionV2.builder(ModelSource.untrained()).preprocessing(preprocessing).load();
  }

  private static InceptionV2 open(ImageOptions images) throws IOException {
    return InceptionV2.builder(ModelSource.untrained()).images(images).load();
  }
}
