package io.github.inceptionv2.internal.inference;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.github.inceptionv2.internal.network.GraphWriter;
import io.github.inceptionv2.internal.network.Initializer;
import io.github.inceptionv2.internal.network.PointwiseGradients;
import io.github.inceptionv2.internal.network.VariableSpec;
import io.github.inceptionv2.internal.runtime.GraphSession;
import io.github.inceptionv2.internal.runtime.SessionConfig;
import io.github.inceptionv2.internal.runtime.Tensors;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.tensorflow.Output;
import org.tensorflow.Result;
import org.tensorflow.op.Ops;
import org.tensorflow.proto.DataType;
import org.tensorflow.proto.GraphDef;
import org.tensorflow.types.TFloat32;

class PointwiseGradientsTest {

  private static final int CELLS = 7;

  /**
   * Compares with the gradient in double precision. On some processors, oneDNN's own operation is
   * wrong for 832, 1024 and 1040 input channels.
   */
  @ParameterizedTest
  @CsvSource({"64,32,1", "768,128,1", "832,128,1", "1024,352,2", "1024,5,1", "1040,16,1"})
  void gradient_ofAPointwiseConvolution_isRight(int in, int out, int images) throws Exception {
    float[] filter = random(in * out, 1);
    float[] incoming = random(images * CELLS * CELLS * out, 2);
    float[] expected = new float[images * CELLS * CELLS * in];
    for (int cell = 0; cell < images * CELLS * CELLS; cell++) {
      for (int i = 0; i < in; i++) {
        double sum = 0;
        for (int o = 0; o < out; o++) {
          sum += (double) filter[i * out + o] * incoming[cell * out + o];
        }
        expected[cell * in + i] = (float) sum;
      }
    }
    float[] actual = gradient(1, filter, incoming, images, in, out);
    for (int i = 0; i < expected.length; i++) {
      assertEquals(expected[i], actual[i], 1e-3, "at " + i);
    }
  }

  @ParameterizedTest
  @CsvSource({"1,false", "3,true"})
  void widerFilters_areUnchanged(int size, boolean isKept) {
    boolean isThere =
        PointwiseGradients.in(graph(size, 8, 4)).getNodeList().stream()
            .anyMatch(node -> node.getOp().equals("Conv2DBackpropInput"));
    assertTrue(isThere == isKept);
  }

  private static float[] gradient(
      int size, float[] filter, float[] incoming, int images, int in, int out) throws IOException {
    VariableRestore restore = new VariableRestore(graph(size, in, out));
    VariableSpec spec =
        new VariableSpec(
            "filter",
            List.of((long) size, (long) size, (long) in, (long) out),
            true,
            Initializer.Constant.ZEROS);
    try (GraphSession session =
            GraphSession.open(PointwiseGradients.in(restore.graph()), SessionConfig.DEFAULT);
        TFloat32 x = Tensors.of(new float[images * CELLS * CELLS * in], images, CELLS, CELLS, in);
        TFloat32 dy = Tensors.of(incoming, images, CELLS, CELLS, out)) {
      restore.run(session, name -> filter, List.of(spec));
      try (Result result =
          session.run(Map.of("x", x, "dy", dy), List.of("dx/Conv2DBackpropInput"), List.of())) {
        return Tensors.toFloats((TFloat32) result.get(0));
      }
    }
  }

  private static GraphDef graph(int size, int in, int out) {
    GraphWriter nodes = new GraphWriter();
    String x = nodes.node("Placeholder", "x").type("dtype", DataType.DT_FLOAT).add();
    String dy = nodes.node("Placeholder", "dy").type("dtype", DataType.DT_FLOAT).add();
    String handle =
        nodes
            .node("VarHandleOp", "filter")
            .type("dtype", DataType.DT_FLOAT)
            .shape("shape", List.of((long) size, (long) size, (long) in, (long) out))
            .add();
    String read =
        nodes.node("ReadVariableOp", "read").in(handle).type("dtype", DataType.DT_FLOAT).add();
    GraphDef.Builder graph = nodes.build().toBuilder();
    return GraphSession.extend(
        graph.build(),
        all -> {
          Output<?> y =
              all.opBuilder("Conv2D", "y", Ops.create(all).scope())
                  .addInput(all.output(x + ":0"))
                  .addInput(all.output(read + ":0"))
                  .setAttr("strides", new long[] {1, 1, 1, 1})
                  .setAttr("padding", "SAME")
                  .build()
                  .output(0);
          all.addGradients(
              "dx",
              new Output<?>[] {y},
              new Output<?>[] {all.output(x + ":0")},
              new Output<?>[] {all.output(dy + ":0")});
        });
  }

  private static float[] random(int count, int seed) {
    Random random = new Random(seed);
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) random.nextGaussian() / 8;
    }
    return values;
  }
}
