package io.github.inceptionv2.internal.training;

import io.github.inceptionv2.internal.network.Architecture;
import io.github.inceptionv2.internal.runtime.GraphSession;
import io.github.inceptionv2.internal.runtime.NativeScope;
import io.github.inceptionv2.internal.runtime.NumberedOperations;
import io.github.inceptionv2.internal.runtime.Operations;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.runtime.Tensors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.tensorflow.Graph;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.proto.DataType;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/**
 * The objective of multinomial logistic regression on feature vectors: the cross-entropy as a
 * function of the weights, and its gradient.
 *
 * <p>The parameters are weights by feature and class, followed by a bias for each class. Features
 * are standardized: centred, and divided by the root mean square of their length, so one range of
 * L2 suits the features of any model. {@link #unstandardized} converts the parameters back.
 *
 * <p>Owns native memory: a copy of the features. Not thread-safe.
 */
final class HeadObjective implements AutoCloseable {

  private static final int FEATURES = Architecture.FEATURES;

  /** The number of vectors that go through the logits at once. They use 16 MB. */
  private static final int CHUNK = 4096;

  private static final double CONSTANT = 1e-10;

  private static final String VECTORS = "vectors";
  private static final String LABELS = "labels";
  private static final String WEIGHTS = "example_weights";
  private static final String KERNEL = "kernel";
  private static final String BIASES = "biases";
  private static final String LOSSES = "losses";
  private static final String LOGITS = "logits";
  private static final String KERNEL_GRADIENT = "kernel_gradient";
  private static final String BIAS_GRADIENT = "bias_gradient";

  private final NativeScope scope = new NativeScope();
  private final int classes;
  private final int count;
  private final double[] mean = new double[FEATURES];
  private final double scale;
  private final GraphSession session;
  private final List<Chunk> chunks = new ArrayList<>();

  /** A range of the examples, from {@code start} on. */
  private record Chunk(int start, int size, TFloat32 vectors, TInt32 labels) {}

  /**
   * Copies the examples.
   *
   * @param vectors vectors of the examples; no vector is null
   * @param labels the class of each vector
   * @param fitted number of leading vectors from which the standardization is computed
   */
  HeadObjective(
      List<float[]> vectors, int[] labels, int classes, int fitted, SessionConfig config) {
    this.classes = classes;
    this.count = vectors.size();
    this.scale = standardize(vectors.subList(0, fitted));
    try {
      this.session = scope.add(GraphSession.open(config, this::build));
      for (int start = 0; start < count; start += CHUNK) {
        int end = Math.min(count, start + CHUNK);
        TFloat32 part = scope.add(standardized(vectors.subList(start, end)));
        TInt32 classesOfPart = scope.add(TInt32.vectorOf(Arrays.copyOfRange(labels, start, end)));
        chunks.add(new Chunk(start, end - start, part, classesOfPart));
      }
    } catch (Throwable e) { // including errors: memory may run out
      NativeScope.closeAfter(e, scope);
      throw e;
    }
  }

  private double standardize(List<float[]> vectors) {
    for (float[] vector : vectors) {
      for (int j = 0; j < FEATURES; j++) {
        mean[j] += (double) vector[j] / vectors.size();
      }
    }
    double squares = 0;
    for (float[] vector : vectors) {
      for (int j = 0; j < FEATURES; j++) {
        squares += (vector[j] - mean[j]) * (vector[j] - mean[j]) / vectors.size();
      }
    }
    double lengths = 0;
    for (double average : mean) {
      lengths += average * average;
    }
    // Identical features differ from their mean only by rounding.
    return squares > CONSTANT * lengths ? Math.sqrt(squares) : 1;
  }

  private TFloat32 standardized(List<float[]> vectors) {
    float[] all = new float[vectors.size() * FEATURES];
    int i = 0;
    for (float[] vector : vectors) {
      for (int j = 0; j < FEATURES; j++) {
        all[i++] = (float) ((vector[j] - mean[j]) / scale);
      }
    }
    return Tensors.of(all, vectors.size(), FEATURES);
  }

  private void build(Graph graph) {
    Operations named = new Operations(graph);
    NumberedOperations other = new NumberedOperations(graph, "head");
    Output<?> vectors = named.placeholder(VECTORS, DataType.DT_FLOAT, -1, FEATURES);
    Output<?> labels = named.placeholder(LABELS, DataType.DT_INT32, -1);
    Output<?> weights = named.placeholder(WEIGHTS, DataType.DT_FLOAT, -1, 1);
    Output<?> kernel = named.placeholder(KERNEL, DataType.DT_FLOAT, FEATURES, classes);
    Output<?> biases = named.placeholder(BIASES, DataType.DT_FLOAT, classes);
    Output<?> product = other.add("MatMul", vectors, kernel);
    Output<?> logits = named.add("BiasAdd", LOGITS, product, biases);
    var entropy =
        named.begin("SparseSoftmaxCrossEntropyWithLogits", LOSSES, logits, labels).build();
    Output<?> errors = other.add("Mul", entropy.output(1), weights);
    named.begin("MatMul", KERNEL_GRADIENT, vectors, errors).setAttr("transpose_a", true).build();
    named.add("Sum", BIAS_GRADIENT, errors, other.constant(0));
  }

  int parameterCount() {
    return (FEATURES + 1) * classes;
  }

  /**
   * Returns the mean loss of the examples, weighted by example, plus half of {@code l2} times the
   * sum of squared weights. Biases are not regularized.
   *
   * @param exampleWeights weight of each example; 0 for held-out examples, and positive for at
   *     least one example
   * @param gradient overwritten with the gradient
   */
  double at(double[] parameters, float[] exampleWeights, double l2, double[] gradient) {
    double total = 0;
    for (float weight : exampleWeights) {
      total += weight;
    }
    Arrays.fill(gradient, 0);
    double loss = 0;
    try (TFloat32 kernel = kernel(parameters);
        TFloat32 biases = biases(parameters)) {
      for (Chunk chunk : chunks) {
        loss += addGradient(chunk, kernel, biases, exampleWeights, 1 / total, gradient) / total;
      }
    }
    double squares = 0;
    for (int i = 0; i < FEATURES * classes; i++) {
      squares += parameters[i] * parameters[i];
      gradient[i] += l2 * parameters[i];
    }
    return loss + 0.5 * l2 * squares;
  }

  private double addGradient(
      Chunk chunk,
      TFloat32 kernel,
      TFloat32 biases,
      float[] exampleWeights,
      double factor,
      double[] gradient) {
    int start = chunk.start();
    float[] part = Arrays.copyOfRange(exampleWeights, start, start + chunk.size());
    try (TFloat32 weights = Tensors.of(part, chunk.size(), 1);
        Result result =
            session.run(
                Map.of(
                    VECTORS, chunk.vectors(),
                    LABELS, chunk.labels(),
                    WEIGHTS, weights,
                    KERNEL, kernel,
                    BIASES, biases),
                List.of(LOSSES, KERNEL_GRADIENT, BIAS_GRADIENT),
                List.of())) {
      float[] ofKernel = Tensors.toFloats((TFloat32) result.get(1));
      float[] ofBiases = Tensors.toFloats((TFloat32) result.get(2));
      for (int i = 0; i < ofKernel.length; i++) {
        gradient[i] += factor * ofKernel[i];
      }
      for (int k = 0; k < classes; k++) {
        gradient[ofKernel.length + k] += factor * ofBiases[k];
      }
      return sum(Tensors.toFloats((TFloat32) result.get(0)), part);
    }
  }

  private static double sum(float[] losses, float[] weights) {
    double sum = 0;
    for (int i = 0; i < losses.length; i++) {
      sum += (double) losses[i] * weights[i];
    }
    return sum;
  }

  /** Returns the logits of all examples, one after the other. */
  float[] logits(double[] parameters) {
    float[] all = new float[Math.multiplyExact(count, classes)];
    try (TFloat32 kernel = kernel(parameters);
        TFloat32 biases = biases(parameters)) {
      for (Chunk chunk : chunks) {
        Map<String, TFloat32> feeds =
            Map.of(VECTORS, chunk.vectors(), KERNEL, kernel, BIASES, biases);
        try (Result result = session.run(feeds, List.of(LOGITS), List.of())) {
          float[] part = Tensors.toFloats((TFloat32) result.get(0));
          System.arraycopy(part, 0, all, chunk.start() * classes, part.length);
        }
      }
    }
    return all;
  }

  /** Returns the parameters that give the same logits for the original features. */
  float[] unstandardized(double[] parameters) {
    float[] plain = new float[parameters.length];
    double[] biases = Arrays.copyOfRange(parameters, FEATURES * classes, parameters.length);
    for (int j = 0; j < FEATURES; j++) {
      for (int k = 0; k < classes; k++) {
        double weight = parameters[j * classes + k] / scale;
        plain[j * classes + k] = (float) weight;
        biases[k] -= mean[j] * weight;
      }
    }
    for (int k = 0; k < classes; k++) {
      plain[FEATURES * classes + k] = (float) biases[k];
    }
    return plain;
  }

  private TFloat32 kernel(double[] parameters) {
    return Tensors.of(floats(parameters, 0, FEATURES * classes), FEATURES, classes);
  }

  private TFloat32 biases(double[] parameters) {
    return Tensors.of(floats(parameters, FEATURES * classes, parameters.length), classes);
  }

  private static float[] floats(double[] values, int start, int end) {
    float[] floats = new float[end - start];
    for (int i = start; i < end; i++) {
      floats[i - start] = (float) values[i];
    }
    return floats;
  }

  @Override
  public void close() {
    scope.close();
  }
}
