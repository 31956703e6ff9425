package io.github.inceptionv2.internal.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.network.Kernels;
import io.github.inceptionv2.internal.network.NetworkBuilder;
import io.github.inceptionv2.internal.network.NetworkGraph;
import io.github.inceptionv2.internal.network.VariableSpec;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.NodeDef;

class SmallConstantsTest {

  private static final String BIASES = "InceptionV2/Conv2d_2c_3x3/biases";

  private static SmallConstants of(NetworkGraph network) throws Exception {
    return SmallConstants.in(
        network.graph(),
        network.variables(),
        name -> {
          VariableSpec variable =
              network.variables().stream()
                  .filter(one -> one.name().equals(name))
                  .findFirst()
                  .orElseThrow();
          float[] values = new float[variable.size()];
          values[0] = 7;
          return values;
        });
  }

  @Test
  void in_foldedNetwork_makesConstantsOfVectorsOnly() throws Exception {
    NetworkGraph network = NetworkBuilder.buildFolded(5, Kernels.ONEDNN);
    SmallConstants constants = of(network);
    Map<String, NodeDef> nodes =
        constants.graph().getNodeList().stream()
            .collect(Collectors.toMap(NodeDef::getName, node -> node));

    assertTrue(constants.variables().stream().allMatch(one -> one.shape().size() == 4));
    assertTrue(constants.variables().size() < network.variables().size());
    assertFalse(nodes.containsKey(BIASES));
    NodeDef read = nodes.get(BIASES + "/ReadVariableOp");
    assertEquals("Const", read.getOp());
    assertEquals(192, read.getAttrOrThrow("value").getTensor().getFloatValCount());
    assertEquals(7, read.getAttrOrThrow("value").getTensor().getFloatVal(0));
  }

  /** Operations in bfloat16 read variables of that type. */
  @Test
  void in_bfloat16Network_keepsItsVariables() throws Exception {
    NetworkGraph network = NetworkBuilder.buildFolded(5, Kernels.ONEDNN_BFLOAT16);
    SmallConstants constants = of(network);
    Set<String> left =
        constants.graph().getNodeList().stream()
            .filter(node -> node.getOp().equals("VarHandleOp"))
            .filter(node -> node.getAttrOrThrow("dtype").getType() != DataType.DT_FLOAT)
            .map(NodeDef::getName)
            .collect(Collectors.toSet());

    assertTrue(left.contains(BIASES), left.toString());
    assertTrue(constants.variables().stream().map(VariableSpec::name).toList().containsAll(left));
  }
}
