package io.github.inceptionv2.internal.network;

import static io.github.inceptionv2.internal.network.Architecture.SCOPE;

import io.github.inceptionv2.internal.network.NetworkGraph.Form;
import java.util.List;
import org.tensorflow.proto.DataType;

/**
 * Writes batch norm as TF-Slim's {@code batch_norm(center=True, scale=False, fused=True)} does:
 * with beta but without gamma. Each update keeps the fraction {@code momentum} of a moving average.
 *
 * <p>The op is {@code FusedBatchNormV3}, the only version that TensorFlow's C++ registry can
 * differentiate. Its variance output is Bessel-corrected, like the variance that TF-Slim averaged.
 */
final class BatchNormWriter {

  /** The name of the momentum constant, which is an input of signatures, as in Hub's modules. */
  static final String MOMENTUM = "hub_hparams/batch_norm_momentum";

  private final GraphWriter nodes;
  private final VariableWriter variables;
  private final Form form;
  private final List<String> updates;

  BatchNormWriter(GraphWriter nodes, VariableWriter variables, Form form, List<String> updates) {
    this.nodes = nodes;
    this.variables = variables;
    this.form = form;
    this.updates = updates;
  }

  String add(String path, String input, long channels) {
    String scope = SCOPE + "/" + SCOPE + "/" + path + "/BatchNorm";
    String variableScope = SCOPE + "/" + path + "/BatchNorm/";
    Initializer zeros = Initializer.Constant.ZEROS;
    String gamma = nodes.filled(scope + "/Const", 1f, List.of(channels));
    String beta = variables.add(variableScope + "beta", true, zeros, channels);
    String mean = variables.add(variableScope + "moving_mean", false, zeros, channels);
    String variance =
        variables.add(
            variableScope + "moving_variance", false, Initializer.Constant.ONES, channels);
    String betaValue = variables.read(scope + "/ReadVariableOp", beta);
    if (form != Form.TRAINING) {
      String meanValue = variables.read(scope + "/FusedBatchNormV3/ReadVariableOp", mean);
      String varianceValue = variables.read(scope + "/FusedBatchNormV3/ReadVariableOp_1", variance);
      return fused(scope, List.of(input, gamma, betaValue, meanValue, varianceValue));
    }
    String noMean = nodes.filled(scope + "/Const_1", 0f, List.of(0L));
    String noVariance = nodes.filled(scope + "/Const_2", 0f, List.of(0L));
    String normal = fused(scope, List.of(input, gamma, betaValue, noMean, noVariance));
    update(scope + "/AssignMovingAvg", mean, normal + ":1");
    update(scope + "/AssignMovingAvg_1", variance, normal + ":2");
    return normal;
  }

  private String fused(String scope, List<String> inputs) {
    GraphWriter.Node node =
        nodes
            .node("FusedBatchNormV3", scope + "/FusedBatchNormV3")
            .in(inputs)
            .type("T", DataType.DT_FLOAT)
            .type("U", DataType.DT_FLOAT)
            .number("epsilon", Architecture.BATCH_NORM_EPSILON);
    return form != Form.TRAINING ? node.flag("is_training", false).add() : node.add();
  }

  /** Adds the operation {@code average -= (1 - momentum) * (average - value of this batch)}. */
  private void update(String scope, String average, String value) {
    String one = nodes.constant(scope + "/sub/x", 1f);
    String rate = floats("Sub", scope + "/sub", one, MOMENTUM);
    String old = variables.read(scope + "/ReadVariableOp", average);
    String difference = floats("Sub", scope + "/sub_1", old, value);
    String step = floats("Mul", scope + "/mul", difference, rate);
    updates.add(
        nodes
            .node("AssignSubVariableOp", scope + "/AssignSubVariableOp")
            .in(average, step)
            .type("dtype", DataType.DT_FLOAT)
            .add());
  }

  private String floats(String op, String name, String left, String right) {
    return nodes.node(op, name).in(left, right).type("T", DataType.DT_FLOAT).add();
  }
}
