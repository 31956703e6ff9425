package io.github.inceptionv2.internal.image;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import io.github.inceptionv2.internal.image.Resampling.Filter;
import io.github.inceptionv2.internal.image.Resampling.Geometry;
import io.github.inceptionv2.internal.image.Resampling.Placement;
import io.github.inceptionv2.internal.image.View.Region;
import io.github.inceptionv2.internal.runtime.GraphSession;
import io.github.inceptionv2.internal.runtime.ImageBatch;
import io.github.inceptionv2.internal.runtime.Operations;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.runtime.Tensors;
import io.github.inceptionv2.testing.Golden;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Tensor;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.TUint8;

/** The resamplers agree with TensorFlow's operations and with arithmetic. */
class ResamplersTest {

  @AutoClose private static GraphSession session;

  @BeforeAll
  static void open() {
    session = GraphSession.open(SessionConfig.DEFAULT.onCpu(), ResamplersTest::addOperations);
  }

  private static void addOperations(Graph graph) {
    Operations operations = new Operations(graph);
    Output<?> image = operations.placeholder("image", DataType.DT_UINT8, 1, -1, -1, 3);
    Output<?> size = operations.placeholder("size", DataType.DT_INT32, 2);
    Output<?> scale = operations.placeholder("scale", DataType.DT_FLOAT, 2);
    Output<?> offset = operations.placeholder("offset", DataType.DT_FLOAT, 2);
    operations.add("ResizeBilinear", "LEGACY_BILINEAR", image, size);
    operations
        .begin("ResizeBilinear", "BILINEAR", image, size)
        .setAttr("half_pixel_centers", true)
        .build();
    operations
        .begin("ScaleAndTranslate", "ANTIALIASED", image, size, scale, offset)
        .setAttr("kernel_type", "triangle")
        .setAttr("antialias", true)
        .build();
  }

  /** Enlarges and reduces wide and high crops, in all eight orientations. */
  @ParameterizedTest
  @CsvSource({"300,200,224,224", "40,50,224,96", "7,900,64,50", "500,3,33,64", "1,1,32,32"})
  void bilinear_anyOrientation_equalsTensorFlowBitForBit(
      int height, int width, int toHeight, int toWidth) throws Exception {
    for (Filter filter : List.of(Filter.LEGACY_BILINEAR, Filter.BILINEAR)) {
      for (int exif = 1; exif <= 8; exif++) {
        Orientation turn = Orientation.ofExif(exif);
        byte[] upright = bytes(height + 5, width + 9);
        Region crop = new Region(6, 2, width, height);
        float[] expected =
            tensorFlow(
                filter, cut(upright, width + 9, crop), height, width, null, toHeight, toWidth);
        for (int i = 0; i < expected.length; i++) {
          expected[i] *= 1f / 255;
        }
        try (TUint8 stored = stored(upright, height + 5, width + 9, turn)) {
          Upright image = new Upright(stored, turn, 1);
          float[] actual = bilinear(image, crop, filter, toHeight, toWidth);
          assertArrayEquals(expected, actual, filter + " " + turn);
        }
      }
    }
  }

  private static float[] bilinear(Upright image, Region crop, Filter filter, int height, int width)
      throws Exception {
    try (ImageBatch resampled = Resampler.bilinear(image, crop, filter, height, width)) {
      return Tensors.toFloats(resampled.tensor());
    }
  }

  /** Memory that each image leaves to the garbage collector adds to that of a service. */
  @Test
  void bilinear_anyImage_allocatesNoArrayOfAllPixels() throws Exception {
    try (TUint8 stored = stored(bytes(300, 200), 300, 200, Orientation.NONE)) {
      Upright image = new Upright(stored, Orientation.NONE, 1);
      Region all = new Region(0, 0, 200, 300);
      Resampler.bilinear(image, all, Filter.BILINEAR, 224, 224).close();
      ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long before = threads.getCurrentThreadAllocatedBytes();
      Resampler.bilinear(image, all, Filter.BILINEAR, 224, 224).close();
      long allocated = threads.getCurrentThreadAllocatedBytes() - before;
      assertTrue(allocated < 224 * 224 * 3, allocated + " bytes");
    }
  }

  /** TensorFlow computes positions in floats and adds in another order; levels go up to 255. */
  @ParameterizedTest
  @CsvSource({
    "300,200,224,224",
    "40,50,224,96",
    "7,900,64,50",
    "500,3,33,64",
    "1,1,32,32",
    "2,40000,96,96"
  })
  void triangle_anyOrientation_isCloseToTensorFlow(int height, int width, int toHeight, int toWidth)
      throws Exception {
    for (Geometry geometry : Geometry.values()) {
      Resampling how = new Resampling(geometry, Filter.ANTIALIASED);
      for (int exif = 1; exif <= 8; exif++) {
        Orientation turn = Orientation.ofExif(exif);
        byte[] upright = bytes(height, width);
        Placement from = how.place(height, width, toHeight, toWidth);
        Region crop = new Region(from.left(), from.top(), from.width(), from.height());
        float[] expected =
            tensorFlow(
                Filter.ANTIALIASED,
                cut(upright, width, crop),
                from.height(),
                from.width(),
                from,
                toHeight,
                toWidth);
        try (TUint8 stored = stored(upright, height, width, turn)) {
          Upright image = new Upright(stored, turn, 1);
          float[] actual = TriangleResampler.resample(image, from, toHeight, toWidth);
          assertArrayEquals(expected, actual, 0.02f, geometry + " " + turn);
        }
      }
    }
  }

  /** Each output is the mean of its share of a slope, exact at any length. */
  @ParameterizedTest
  @CsvSource({"2000000,1", "1,2000000", "9000000,1", "1,37000000"})
  void triangle_lineOfMillions_averagesItsParts(int height, int width) throws Exception {
    int length = height * width;
    byte[] pixels = new byte[3 * length];
    for (int i = 0; i < length; i++) {
      byte level = (byte) (200L * i / length);
      Arrays.fill(pixels, 3 * i, 3 * i + 3, level);
    }
    Placement from =
        new Resampling(Geometry.FIT, Filter.ANTIALIASED).place(height, width, 224, 224);
    float[] out;
    try (TUint8 stored = Tensors.of(pixels, height, width, 3)) {
      out = TriangleResampler.resample(new Upright(stored, Orientation.NONE, 1), from, 224, 224);
    }
    for (int i = 0; i < 224 * 224; i++) {
      int along = width > 1 ? i % 224 : i / 224;
      int across = width > 1 ? i / 224 : i % 224;
      // the first and the last see half of their triangle; levels are rounded down
      double expected = across != 111 ? 0 : 200 * (along + 0.5) / 224 - 0.5;
      assertEquals(expected, out[3 * i], along % 223 == 0 ? 0.8 : 0.05, "at " + i);
    }
  }

  /** A line of 30,000 pixels would become 7,680,000 pixels long before its middle is cropped. */
  @Test
  void shortSideCrop_ofALine_interpolatesTheMiddle() throws Exception {
    int length = 30_000;
    byte[] pixels = new byte[3 * length];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = (byte) (i / 3 * 37 % 251);
    }
    Resampling torchvision = new Resampling(Geometry.SHORT_SIDE_CROP, Filter.ANTIALIASED);
    Placement from = torchvision.place(1, length, 224, 224);
    float[] out;
    try (TUint8 stored = Tensors.of(pixels, 1, length, 3)) {
      out = TriangleResampler.resample(new Upright(stored, Orientation.NONE, 1), from, 224, 224);
    }
    for (int x = 0; x < 224; x++) {
      double place = (256.0 * length / 2 - 112 + x + 0.5) / 256 - 0.5;
      int left = (int) Math.floor(place);
      double share = place - left;
      double expected = (left * 37 % 251) * (1 - share) + ((left + 1) * 37 % 251) * share;
      assertEquals(expected, out[3 * (100 * 224 + x)], 0.05, "column " + x);
    }
  }

  private static byte[] bytes(int height, int width) {
    float[] image = Golden.image(4, height, width);
    byte[] bytes = new byte[image.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) Math.round(255 * image[i]);
    }
    return bytes;
  }

  private static byte[] cut(byte[] pixels, int width, Region crop) {
    byte[] cut = new byte[3 * crop.height() * crop.width()];
    for (int y = 0; y < crop.height(); y++) {
      int from = 3 * ((crop.top() + y) * width + crop.left());
      System.arraycopy(pixels, from, cut, 3 * y * crop.width(), 3 * crop.width());
    }
    return cut;
  }

  /** Returns pixels that become {@code upright} when they are turned. */
  private static TUint8 stored(byte[] upright, int height, int width, Orientation turn) {
    int storedHeight = turn.transposes() ? width : height;
    int storedWidth = turn.transposes() ? height : width;
    byte[] stored = new byte[upright.length];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int row = turn.flipsRows() ? height - 1 - y : y;
        int column = turn.flipsColumns() ? width - 1 - x : x;
        int to = turn.transposes() ? column * storedWidth + row : row * storedWidth + column;
        System.arraycopy(upright, 3 * (y * width + x), stored, 3 * to, 3);
      }
    }
    return Tensors.of(stored, storedHeight, storedWidth, 3);
  }

  private static float[] tensorFlow(
      Filter filter,
      byte[] pixels,
      int height,
      int width,
      Placement from,
      int toHeight,
      int toWidth) {
    float[] scale = {1, 1};
    float[] offset = {0, 0};
    if (from != null) {
      scale = new float[] {from.vertical().factor(), from.horizontal().factor()};
      offset = new float[] {from.vertical().offset(), from.horizontal().offset()};
    }
    try (TUint8 image = Tensors.of(pixels, 1, height, width, 3);
        TInt32 size = TInt32.vectorOf(toHeight, toWidth);
        TFloat32 scales = TFloat32.vectorOf(scale);
        TFloat32 offsets = TFloat32.vectorOf(offset)) {
      Map<String, Tensor> feeds =
          Map.of("image", image, "size", size, "scale", scales, "offset", offsets);
      try (TFloat32 out = (TFloat32) session.run(feeds, List.of(filter.name()), List.of()).get(0)) {
        return Tensors.toFloats(out);
      }
    }
  }
}
