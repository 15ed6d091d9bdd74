"""Prints, as one line of JSON, what stands at the endpoint: each resource of the given stacks as its own service shows it."""

import json
import sys

import boto3


def client(service):
    return boto3.client(service)


def table(name):
    shown = client("dynamodb").describe_table(TableName=name)["Table"]
    keep = ("KeySchema", "AttributeDefinitions", "GlobalSecondaryIndexes", "BillingModeSummary", "DeletionProtectionEnabled")
    return {key: shown.get(key) for key in keep}


def function(name):
    shown = client("lambda").get_function_configuration(FunctionName=name)
    keep = ("Runtime", "Handler", "Role", "Timeout", "MemorySize", "Architectures", "Environment")
    return {key: shown.get(key) for key in keep}


def role(name):
    iam = client("iam")
    inline = iam.list_role_policies(RoleName=name)["PolicyNames"]
    return {
        "AssumeRolePolicyDocument": iam.get_role(RoleName=name)["Role"]["AssumeRolePolicyDocument"],
        "Statements": [
            statement
            for policy in sorted(inline)
            for statement in iam.get_role_policy(RoleName=name, PolicyName=policy)["PolicyDocument"]["Statement"]
        ],
    }


def machine(arn):
    shown = client("stepfunctions").describe_state_machine(stateMachineArn=arn)
    return {"type": shown["type"], "roleArn": shown["roleArn"], "definition": json.loads(shown["definition"])}


def rule(name):
    events = client("events")
    shown = events.describe_rule(Name=name.split("|")[-1])
    return {"EventPattern": json.loads(shown["EventPattern"]), "State": shown["State"]}


def schedule(name):
    shown = client("scheduler").get_schedule(Name=name.split("/")[-1].split("|")[-1])
    return {"ScheduleExpression": shown["ScheduleExpression"], "State": shown["State"], "Target": shown["Target"]}


def queue(url):
    asked = client("sqs").get_queue_attributes(QueueUrl=url, AttributeNames=["All"])["Attributes"]
    return {key: asked.get(key) for key in ("MessageRetentionPeriod", "SqsManagedSseEnabled")}


def log_group(name):
    groups = client("logs").describe_log_groups(logGroupNamePrefix=name)["logGroups"]
    return {"retentionInDays": next(g.get("retentionInDays") for g in groups if g["logGroupName"] == name)}


READERS = {
    "AWS::DynamoDB::Table": table,
    "AWS::Lambda::Function": function,
    "AWS::IAM::Role": role,
    "AWS::StepFunctions::StateMachine": machine,
    "AWS::Events::Rule": rule,
    "AWS::Scheduler::Schedule": schedule,
    "AWS::SQS::Queue": queue,
    "AWS::Logs::LogGroup": log_group,
}


def shown(kind, physical):
    try:
        return READERS[kind](physical)
    except Exception as error:  # Told, not swallowed: the reader of this line fails on it.
        return {"unreadable": f"{type(error).__name__}: {error}"}


def main():
    found = []
    for stack in sys.argv[1:]:
        for entry in client("cloudformation").describe_stack_resources(StackName=stack)["StackResources"]:
            if not {"LogicalResourceId", "ResourceType", "PhysicalResourceId"} <= entry.keys():
                continue  # Of a kind that was not made, or that has no name of its own.
            kind, physical = entry["ResourceType"], entry["PhysicalResourceId"]
            found.append(
                {
                    "stack": stack,
                    "id": entry["LogicalResourceId"],
                    "type": kind,
                    "physical": physical,
                    **({"shown": shown(kind, physical)} if kind in READERS else {}),
                }
            )
    print(json.dumps(found, default=str))


main()
