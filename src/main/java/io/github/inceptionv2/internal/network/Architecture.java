package io.github.inceptionv2.internal.network;

import io.github.inceptionv2.internal.network.Layer.Convolution;
import io.github.inceptionv2.internal.network.Layer.Mixed;
import io.github.inceptionv2.internal.network.Layer.Pool;
import io.github.inceptionv2.internal.network.Layer.SeparableConvolution;
import java.util.List;

/**
 * The layers of Inception V2 as a table, from the stem to {@code Mixed_5c}.
 *
 * <p>The numbers are those of TF-Slim's {@code inception_v2.py}, the network of "Batch
 * Normalization: Accelerating Deep Network Training by Reducing Internal Covariate Shift" (Ioffe
 * and Szegedy, 2015, figure 5) with a separable stem.
 */
public final class Architecture {

  /** The scope of all variables. */
  public static final String SCOPE = "InceptionV2";

  /** The scope of the layers' operations. */
  static final String BASE = SCOPE + "/" + SCOPE + "/";

  /** The scope of everything after the last layer. */
  static final String LOGITS = SCOPE + "/Logits/";

  /** The length of a feature vector: the channels of {@code Mixed_5c}. */
  public static final int FEATURES = 1024;

  /** The number of logits of the ImageNet network: 1000 classes and {@code background}. */
  public static final int IMAGENET_CLASSES = 1001;

  /**
   * The minimum height and width in pixels: five halvings leave one position in {@code Mixed_5c}.
   * TF-Slim has the same minimum.
   */
  public static final int MIN_SIZE = 32;

  /** The height and width, in pixels, of the published network's training images. */
  public static final int DEFAULT_SIZE = 224;

  /** The number that batch norm adds to a variance before taking the square root. */
  public static final double BATCH_NORM_EPSILON = 0.001;

  static final float DEFAULT_BATCH_NORM_MOMENTUM = 0.99f;
  static final float DROPOUT_KEEP_PROBABILITY = 0.8f;

  /** The coefficient of the module's own L2 term, half the sum of squared weights. */
  public static final float WEIGHT_DECAY = 0.00004f;

  /** The layers in order, up to {@code Mixed_5c}. */
  // spotless:off
  public static final List<Layer> LAYERS = List.of(
      new SeparableConvolution("Conv2d_1a_7x7", 7, 2, 8, 64),
      new Pool(Pool.Kind.MAXIMUM, "MaxPool_2a_3x3", 2),
      new Convolution("Conv2d_2b_1x1", 1, 1, 64, normal(0.1)),
      new Convolution("Conv2d_2c_3x3", 3, 1, 192, null),
      new Pool(Pool.Kind.MAXIMUM, "MaxPool_3a_3x3", 2),
      //                1x1 | reduce, 3x3 | reduce, twice 3x3 |                pool, 1x1
      mixed("Mixed_3b",  64,     64,   64,      64,        96, Pool.Kind.AVERAGE,  32),
      mixed("Mixed_3c",  64,     64,   96,      64,        96, Pool.Kind.AVERAGE,  64),
      halve("Mixed_4a",         128,  160,      64,        96),
      mixed("Mixed_4b", 224,     64,   96,      96,       128, Pool.Kind.AVERAGE, 128),
      mixed("Mixed_4c", 192,     96,  128,      96,       128, Pool.Kind.AVERAGE, 128),
      mixed("Mixed_4d", 160,    128,  160,     128,       160, Pool.Kind.AVERAGE,  96),
      mixed("Mixed_4e",  96,    128,  192,     160,       192, Pool.Kind.AVERAGE,  96),
      halve("Mixed_5a",         128,  192,     192,       256),
      mixed("Mixed_5b", 352,    192,  320,     160,       224, Pool.Kind.AVERAGE, 128),
      mixed("Mixed_5c", 352,    192,  320,     192,       224, Pool.Kind.MAXIMUM, 128));
  // spotless:on

  /** A few small layers for trials: at least one of each kind that has weights or pools. */
  static final List<Layer> TRIAL_LAYERS =
      List.of(
          new SeparableConvolution("Conv2d_1a_7x7", 7, 2, 8, 16),
          new Pool(Pool.Kind.MAXIMUM, "MaxPool_2a_3x3", 2),
          new Convolution("Conv2d_2b_1x1", 1, 1, 16, null),
          new Convolution("Conv2d_2c_3x3", 3, 2, 16, null),
          new Pool(Pool.Kind.AVERAGE, "AvgPool_3a_3x3", 1));

  /** A few small layers for trials: at least one of each kind in a quantized network. */
  static final List<Layer> QUANTIZED_TRIAL_LAYERS =
      List.of(
          new SeparableConvolution("Conv2d_1a_7x7", 7, 2, 8, 16),
          new Convolution("Conv2d_2b_1x1", 1, 1, 16, null),
          new Convolution("Conv2d_2c_3x3", 3, 1, 32, null),
          new Pool(Pool.Kind.MAXIMUM, "MaxPool_3a_3x3", 2),
          mixed("Mixed_3b", 16, 16, 16, 16, 16, Pool.Kind.AVERAGE, 16),
          halve("Mixed_4a", 16, 16, 16, 16));

  private Architecture() {}

  /** Returns a module of four branches that keep height and width. */
  private static Mixed mixed(
      String name,
      int one,
      int reduce,
      int three,
      int reduceTwice,
      int twice,
      Pool.Kind pool,
      int projection) {
    return new Mixed(
        name,
        List.of(
            List.of(new Convolution("Conv2d_0a_1x1", 1, 1, one, null)),
            List.of(
                new Convolution("Conv2d_0a_1x1", 1, 1, reduce, normal(0.09)),
                new Convolution("Conv2d_0b_3x3", 3, 1, three, null)),
            List.of(
                new Convolution("Conv2d_0a_1x1", 1, 1, reduceTwice, normal(0.09)),
                new Convolution("Conv2d_0b_3x3", 3, 1, twice, null),
                new Convolution("Conv2d_0c_3x3", 3, 1, twice, null)),
            List.of(
                new Pool(pool, pool.op() + "_0a_3x3", 1),
                new Convolution("Conv2d_0b_1x1", 1, 1, projection, normal(0.1)))));
  }

  /**
   * Returns a module of three branches that halve height and width. The pooling branch has no
   * projection.
   */
  private static Mixed halve(String name, int reduce, int three, int reduceTwice, int twice) {
    return new Mixed(
        name,
        List.of(
            List.of(
                new Convolution("Conv2d_0a_1x1", 1, 1, reduce, normal(0.09)),
                new Convolution("Conv2d_1a_3x3", 3, 2, three, null)),
            List.of(
                new Convolution("Conv2d_0a_1x1", 1, 1, reduceTwice, normal(0.09)),
                new Convolution("Conv2d_0b_3x3", 3, 1, twice, null),
                new Convolution("Conv2d_1a_3x3", 3, 2, twice, null)),
            List.of(new Pool(Pool.Kind.MAXIMUM, "MaxPool_1a_3x3", 2))));
  }

  private static Initializer normal(double standardDeviation) {
    return new Initializer.TruncatedNormal(standardDeviation);
  }
}
