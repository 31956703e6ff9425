package io.github.inceptionv2.internal.network;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDArrays;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.LambdaBlock;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.Parameter;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;
import io.github.inceptionv2.internal.network.Layer.Convolution;
import io.github.inceptionv2.internal.network.Layer.Mixed;
import io.github.inceptionv2.internal.network.Layer.SeparableConvolution;
import io.github.inceptionv2.internal.onnx.OnnxNetwork;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;

/**
 * Builds the network from DJL's blocks, with the same table and weights.
 *
 * <p>Takes RGB in [0,1] of shape [batch, 3, height, width]. Height and width must be multiples of
 * 32, for which SAME padding is one cell at the end, or two before and three after.
 */
public final class DjlNetwork {

  private static final String SCOPE = Architecture.SCOPE + "/";
  private static final String LOGITS = SCOPE + "Logits/Conv2d_1c_1x1";

  private static final Shape WINDOW = new Shape(3, 3);
  private static final Shape ONE = new Shape(1, 1);

  private final Map<Shape, NDArray> edgeFactors = new ConcurrentHashMap<>();
  private final NDManager manager;
  private final Function<String, float[]> weights;

  /**
   * Creates a builder.
   *
   * @param manager owns the weights
   * @param weights values by TF-Slim's name, in TensorFlow's layout; or null for parameters that
   *     will be loaded
   */
  public DjlNetwork(NDManager manager, Function<String, float[]> weights) {
    this.manager = manager;
    this.weights = weights;
  }

  /** Returns the layers from images to feature vectors. */
  public Block features() {
    SequentialBlock block = new SequentialBlock();
    block.add(LambdaBlock.singleton(images -> images.mul(2).sub(1)));
    int channels = 3;
    for (Layer layer : Architecture.LAYERS) {
      channels = add(block, "", layer, channels);
    }
    block.add(Pool.globalAvgPool2dBlock());
    return block.add(Blocks.batchFlattenBlock());
  }

  /** Returns the layers from feature vectors to logits. */
  public Block logits(int classes) {
    int features = Architecture.FEATURES;
    Linear linear = Linear.builder().setUnits(classes).build();
    if (weights != null) {
      float[] kernel = weights.apply(LOGITS + "/weights");
      set(
          linear,
          "weight",
          OnnxNetwork.outputsFirst(kernel, 1, features, classes),
          classes,
          features);
      set(linear, "bias", weights.apply(LOGITS + "/biases"), classes);
    }
    return linear;
  }

  /** Sets the shapes of {@code block}, whose weights are set already. */
  public static void initialize(Block block, NDManager manager, int size) {
    block.initialize(manager, DataType.FLOAT32, new Shape(1, 3, size, size));
  }

  private int add(SequentialBlock block, String scope, Layer layer, int channels) {
    String path = scope + layer.name();
    if (layer instanceof SeparableConvolution stem) {
      return addStem(block, path, stem, channels);
    } else if (layer instanceof Convolution convolution) {
      return addConvolution(block, path, convolution, channels);
    } else if (layer instanceof Layer.Pool pool) {
      block.add(pool(pool));
      return channels;
    }
    int sum = 0;
    ParallelBlock mixed = new ParallelBlock(DjlNetwork::concatenated);
    List<List<Layer>> branches = ((Mixed) layer).branches();
    for (int i = 0; i < branches.size(); i++) {
      SequentialBlock branch = new SequentialBlock();
      int depth = channels;
      for (Layer inner : branches.get(i)) {
        depth = add(branch, path + "/Branch_" + i + "/", inner, depth);
      }
      mixed.add(branch);
      sum += depth;
    }
    block.add(mixed);
    return sum;
  }

  private static NDList concatenated(List<NDList> branches) {
    List<NDArray> heads = new ArrayList<>();
    branches.forEach(branch -> heads.add(branch.head()));
    return new NDList(NDArrays.concat(new NDList(heads), 1));
  }

  private int addStem(SequentialBlock block, String path, SeparableConvolution stem, int channels) {
    int size = stem.kernel();
    int between = channels * stem.multiplier();
    addPadding(block, size, stem.stride());
    Conv2d depthwise = conv(block, size, stem.stride(), between, channels, false);
    Conv2d pointwise = conv(block, 1, 1, stem.depth(), 1, true);
    if (weights != null) {
      String name = SCOPE + path;
      setKernel(depthwise, name + "/depthwise_weights", size, 1, between);
      setKernel(pointwise, name + "/pointwise_weights", 1, between, stem.depth());
      set(pointwise, "bias", weights.apply(name + "/biases"), stem.depth());
    }
    block.add(Activation.reluBlock());
    return stem.depth();
  }

  private int addConvolution(
      SequentialBlock block, String path, Convolution convolution, int channels) {
    int size = convolution.kernel();
    int depth = convolution.depth();
    addPadding(block, size, convolution.stride());
    Conv2d conv = conv(block, size, convolution.stride(), depth, 1, false);
    BatchNorm norm =
        BatchNorm.builder()
            .optEpsilon((float) Architecture.BATCH_NORM_EPSILON)
            .optScale(false)
            .build();
    if (weights != null) {
      String name = SCOPE + path;
      setKernel(conv, name + "/weights", size, channels, depth);
      float[] ones = new float[depth];
      Arrays.fill(ones, 1);
      set(norm, "gamma", ones, depth);
      set(norm, "beta", weights.apply(name + "/BatchNorm/beta"), depth);
      set(norm, "runningMean", weights.apply(name + "/BatchNorm/moving_mean"), depth);
      set(norm, "runningVar", weights.apply(name + "/BatchNorm/moving_variance"), depth);
    }
    block.add(norm);
    block.add(Activation.reluBlock());
    return depth;
  }

  /** Adds the padding of SAME that a block lacks, because blocks pad both sides alike. */
  private static void addPadding(SequentialBlock block, int size, int stride) {
    if (stride == 2) {
      int before = (size - stride) / 2;
      Shape sides = new Shape(before, before + 1, before, before + 1);
      block.add(LambdaBlock.singleton(images -> images.pad(sides, 0)));
    }
  }

  private static Conv2d conv(
      SequentialBlock block, int size, int stride, int depth, int groups, boolean hasBias) {
    int padding = stride == 2 ? 0 : size / 2;
    Conv2d conv =
        Conv2d.builder()
            .setKernelShape(new Shape(size, size))
            .optStride(new Shape(stride, stride))
            .optPadding(new Shape(padding, padding))
            .optGroups(groups)
            .optBias(hasBias)
            .setFilters(depth)
            .build();
    block.add(conv);
    return conv;
  }

  /** Returns a pool. A halving pool pads one cell at the end, as "ceil mode" does. */
  private Block pool(Layer.Pool pool) {
    if (pool.kind() == Layer.Pool.Kind.AVERAGE) {
      return LambdaBlock.singleton(this::average);
    }
    Shape stride = new Shape(pool.stride(), pool.stride());
    boolean isHalving = pool.stride() == 2;
    Shape padding = isHalving ? new Shape(0, 0) : ONE;
    return Pool.maxPool2dBlock(WINDOW, stride, padding, isHalving);
  }

  /**
   * Averages windows without their padding. DJL 0.36.0 counts the padding even if told not to,
   * which one multiplication corrects.
   */
  private NDArray average(NDArray images) {
    Shape shape = images.getShape();
    NDArray factors =
        edgeFactors.computeIfAbsent(new Shape(1, 1, shape.get(2), shape.get(3)), this::factors);
    return Pool.avgPool2d(images, WINDOW, ONE, ONE, false, false).mul(factors);
  }

  private NDArray factors(Shape shape) {
    try (NDArray ones = manager.ones(shape);
        NDArray shares = Pool.avgPool2d(ones, WINDOW, ONE, ONE, false, false)) {
      return manager.ones(shape).div(shares);
    }
  }

  private void setKernel(Conv2d conv, String name, int size, int inputs, int outputs) {
    float[] values = OnnxNetwork.outputsFirst(weights.apply(name), size, inputs, outputs);
    set(conv, "weight", values, outputs, inputs, size, size);
  }

  private void set(Block block, String name, float[] values, long... shape) {
    Parameter parameter = block.getDirectParameters().get(name);
    parameter.setArray(manager.create(values, new Shape(shape)));
  }
}
