package io.github.inceptionv2.spark;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.ServiceLoader;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.junit.jupiter.api.Test;

class InceptionV2TransformerTest {

  private static final StructType FILES =
      new StructType().add("path", DataTypes.StringType).add("content", DataTypes.BinaryType);

  private static InceptionV2Transformer stage() {
    return new InceptionV2Transformer().setModel("models/flowers");
  }

  @Test
  void transformSchema_addsTheRequestedColumns() {
    StructType all =
        stage()
            .setFeaturesCol("features")
            .setTopLabelCol("label")
            .setTopProbabilityCol("probability")
            .transformSchema(FILES);
    assertArrayEquals(
        new String[] {
          "path", "content", "predictions", "features", "error", "label", "probability"
        },
        all.fieldNames());
    assertEquals(SQLDataTypes.VectorType(), all.apply("features").dataType());
    assertEquals(DataTypes.StringType, all.apply("label").dataType());
    assertEquals(DataTypes.FloatType, all.apply("probability").dataType());
    assertArrayEquals(
        new String[] {"path", "content", "vector", "why"},
        stage()
            .setTopK(0)
            .setInputCol("path")
            .setFeaturesCol("vector")
            .setErrorCol("why")
            .transformSchema(FILES)
            .fieldNames());
  }

  @Test
  void transformSchema_mistakes_areNamed() {
    assertMistake(stage().setInputCol("image"), "there is no column image; known: [path, content]");
    assertMistake(stage().setOutputCol("PATH"), "column PATH already exists");
    assertMistake(stage().setTopLabelCol("error"), "column error already exists");
    assertMistake(stage().setTopK(0), "nothing to compute: topK (0) needs featuresCol");
    assertMistake(
        stage().setTopK(0).setFeaturesCol("f").setTopLabelCol("l"), "topK (0) must be at least 1");
    assertMistake(new InceptionV2Transformer(), "set either model or modelFile, and not both");
    assertMistake(stage().setModelFile("flowers"), "set either model or modelFile, and not both");
  }

  private static void assertMistake(InceptionV2Transformer stage, String expected) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> stage.transformSchema(FILES))
            .getMessage();
    assertTrue(message.startsWith(expected), message);
  }

  @Test
  void setters_invalidValues_areRefused() {
    InceptionV2Transformer stage = stage();
    assertThrows(IllegalArgumentException.class, () -> stage.setModel("hdfs://host/flowers"));
    assertThrows(IllegalArgumentException.class, () -> stage.setPrecision("int4"));
    assertThrows(IllegalArgumentException.class, () -> stage.setPreprocessing("best"));
    assertThrows(RuntimeException.class, () -> stage.setTopK(-1));
    assertThrows(RuntimeException.class, () -> stage.setBatchSize(0));
    assertThrows(RuntimeException.class, () -> stage.setHandleInvalid("drop"));
  }

  /** Spark finds parameters by reflection, and copies and saves those that it finds. */
  @Test
  void params_areFoundAndCopied() {
    InceptionV2Transformer stage = stage().setTopK(3).setPrecision("INT8");
    assertEquals(
        List.of(
            "batchSize",
            "errorCol",
            "featuresCol",
            "handleInvalid",
            "inputCol",
            "model",
            "modelFile",
            "modelSha256",
            "nameCol",
            "outputCol",
            "precision",
            "preprocessing",
            "topK",
            "topLabelCol",
            "topProbabilityCol"),
        Arrays.stream(stage.params()).map(Param::name).toList());
    InceptionV2Transformer copy = stage.copy(ParamMap.empty());
    assertEquals(stage.uid(), copy.uid());
    assertEquals(3, copy.getOrDefault(copy.topK()));
    assertEquals("int8", copy.getOrDefault(copy.precision()));
    assertTrue(stage.explainParams().contains("topK: number of predictions per image"));
  }

  /** Spark Connect creates stages of registered classes only. */
  @Test
  void stage_isRegistered() {
    assertTrue(
        ServiceLoader.load(Transformer.class).stream()
            .anyMatch(provider -> provider.type() == InceptionV2Transformer.class));
  }
}
