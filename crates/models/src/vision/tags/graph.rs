//! EfficientNet-Lite0 as an ONNX file, put together from its weights: a stem, sixteen blocks that widen, look at
//! each channel for itself and narrow again, and a head.

use rten_onnx::onnx::{
    AttributeProto, AttributeType, DataType, GraphProto, ModelProto, NodeProto, OperatorSetIdProto,
    TensorProto, TypeProto, TypeProtoTensor, ValueInfoProto,
};
use rten_onnx::protobuf::{EncodeMessage as _, ValueWriter};

use super::weights::{Tensor, Weights};

/// Blocks of the network.
const BLOCKS: usize = 16;

/// Blocks that halve the image's sides.
const HALVING: [usize; 4] = [1, 3, 5, 11];

/// What was added to variances in the training, so that none is zero.
const LEAST_VARIANCE: f32 = 1e-3;

/// The network in ONNX form, for images of `side` × `side`; it gives a share for each kind of thing.
pub(super) fn onnx(weights: &Weights, side: usize) -> Result<Vec<u8>, String> {
    let mut graph = Graph { graph: GraphProto::default(), weights, side, at: "image".to_owned() };
    graph.graph.input.push(value("image"));
    graph.convolve("_conv_stem", "_bn0", 2)?;
    graph.clip();
    for block in 0..BLOCKS {
        let part = |part: &str| format!("_blocks.{block}.{part}");
        let (before, side_before) = (graph.at.clone(), graph.side);
        if weights.find(&part("_expand_conv.weight")).is_some() {
            graph.convolve(&part("_expand_conv"), &part("_bn0"), 1)?;
            graph.clip();
        }
        graph.convolve(
            &part("_depthwise_conv"),
            &part("_bn1"),
            if HALVING.contains(&block) { 2 } else { 1 },
        )?;
        graph.clip();
        graph.convolve(&part("_project_conv"), &part("_bn2"), 1)?;
        // What comes in is added where it has the same shape: not in the first block of a group.
        let is_first = [0, 1, 3, 5, 8, 11, 15].contains(&block);
        if !is_first && side_before == graph.side {
            let narrowed = graph.at.clone();
            graph.node("Add", &[&narrowed, &before], Vec::new());
        }
    }
    graph.convolve("_conv_head", "_bn1", 1)?;
    graph.clip();
    let at = graph.at.clone();
    graph.node("GlobalAveragePool", &[&at], Vec::new());
    let at = graph.at.clone();
    graph.node("Flatten", &[&at], vec![whole("axis", 1)]);
    graph.tensor("_fc.weight", weights.get("_fc.weight")?.clone());
    graph.tensor("_fc.bias", weights.get("_fc.bias")?.clone());
    let at = graph.at.clone();
    graph.node("Gemm", &[&at, "_fc.weight", "_fc.bias"], vec![whole("transB", 1)]);
    let at = graph.at.clone();
    graph.node("Softmax", &[&at], vec![whole("axis", 1)]);
    let at = graph.at.clone();
    graph.graph.output.push(value(&at));

    let opset = OperatorSetIdProto { version: Some(13), ..OperatorSetIdProto::default() };
    let model = ModelProto {
        ir_version: Some(8),
        graph: Some(graph.graph),
        opset_import: vec![opset],
        ..ModelProto::default()
    };
    let mut bytes = Vec::new();
    model.encode(ValueWriter::new(&mut bytes)).map_err(|error| error.to_string())?;
    Ok(bytes)
}

struct Graph<'a> {
    graph: GraphProto,
    weights: &'a Weights,
    /// How wide and high what comes next is.
    side: usize,
    /// The name of what the last node gave.
    at: String,
}

impl Graph<'_> {
    /// A convolution with the normalisation that follows it, both made one.
    fn convolve(&mut self, name: &str, norm: &str, stride: usize) -> Result<(), String> {
        let mut kernel = self.weights.get(&format!("{name}.weight"))?.clone();
        let &[channels, inputs, size, _] = kernel.shape.as_slice() else {
            return Err(format!("{name} has an odd shape"));
        };
        let of_norm = |part: &str| -> Result<&[f32], String> {
            let tensor = self.weights.get(&format!("{norm}.{part}"))?;
            if tensor.values.len() == channels {
                Ok(&tensor.values)
            } else {
                Err(format!("{norm} has an odd shape"))
            }
        };
        let (gain, shift) = (of_norm("weight")?, of_norm("bias")?);
        let (mean, variance) = (of_norm("running_mean")?, of_norm("running_var")?);
        let scale: Vec<f32> = gain
            .iter()
            .zip(variance)
            .map(|(gain, variance)| gain / (variance + LEAST_VARIANCE).sqrt())
            .collect();
        let bias = (0..channels).map(|at| shift[at] - mean[at] * scale[at]).collect();
        let each = (kernel.values.len() / channels.max(1)).max(1);
        for (values, scale) in kernel.values.chunks_mut(each).zip(&scale) {
            values.iter_mut().for_each(|value| *value *= scale);
        }
        // One input for each channel: every channel for itself.
        let groups = if inputs == 1 { channels } else { 1 };
        let (kernel_name, bias_name) = (format!("{name}.weight"), format!("{name}.bias"));
        self.tensor(&kernel_name, kernel);
        self.tensor(&bias_name, Tensor { shape: vec![channels], values: bias });
        // Filled up as TensorFlow does, where these weights come from: the odd one at the end.
        let sides = self.side.div_ceil(stride);
        let filled = ((sides - 1) * stride + size).saturating_sub(self.side) as i64;
        let (before, after) = (filled / 2, filled - filled / 2);
        self.side = sides;
        let at = self.at.clone();
        let attributes = vec![
            wholes("kernel_shape", &[size as i64; 2]),
            wholes("strides", &[stride as i64; 2]),
            wholes("pads", &[before, before, after, after]),
            whole("group", groups as i64),
        ];
        self.node("Conv", &[&at, &kernel_name, &bias_name], attributes);
        Ok(())
    }

    /// Nothing below 0 or above 6.
    fn clip(&mut self) {
        if self.graph.initializer.iter().all(|tensor| tensor.name.as_deref() != Some("six")) {
            self.tensor("zero", Tensor { shape: Vec::new(), values: vec![0.0] });
            self.tensor("six", Tensor { shape: Vec::new(), values: vec![6.0] });
        }
        let at = self.at.clone();
        self.node("Clip", &[&at, "zero", "six"], Vec::new());
    }

    fn node(&mut self, operator: &str, inputs: &[&str], attributes: Vec<AttributeProto>) {
        let output = format!("{operator}.{}", self.graph.node.len());
        self.graph.node.push(NodeProto {
            domain: None,
            name: Some(output.clone()),
            input: inputs.iter().map(|input| (*input).to_owned()).collect(),
            output: vec![output.clone()],
            op_type: Some(operator.to_owned()),
            attribute: attributes,
        });
        self.at = output;
    }

    fn tensor(&mut self, name: &str, tensor: Tensor) {
        self.graph.initializer.push(TensorProto {
            dims: tensor.shape.iter().map(|side| *side as i64).collect(),
            data_type: Some(DataType::FLOAT),
            float_data: tensor.values,
            name: Some(name.to_owned()),
            ..TensorProto::default()
        });
    }
}

fn value(name: &str) -> ValueInfoProto {
    let tensor = TypeProtoTensor { elem_type: Some(DataType::FLOAT), shape: None };
    let kind = TypeProto { tensor_type: Some(tensor), ..TypeProto::default() };
    ValueInfoProto { name: Some(name.to_owned()), r#type: Some(kind) }
}

fn whole(name: &str, number: i64) -> AttributeProto {
    AttributeProto {
        name: Some(name.to_owned()),
        i: Some(number),
        r#type: Some(AttributeType::INT),
        ..AttributeProto::default()
    }
}

fn wholes(name: &str, numbers: &[i64]) -> AttributeProto {
    AttributeProto {
        name: Some(name.to_owned()),
        ints: numbers.to_vec(),
        r#type: Some(AttributeType::INTS),
        ..AttributeProto::default()
    }
}
