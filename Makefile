# `make help` lists the targets. Each recipe is one command, so that Ctrl-C and SIGTERM reach it.
# Whatever a target needs is made first: uv, the Pythons, the environments (devtools/).

# Packages of the operating system, each with what it is for. Installed as root, else one line to paste is printed.
export LINLI_SYSTEM = run:python3-venv test:chromium test:fonts-noto-cjk services:postgresql services:redis-server

DEVTOOLS = exec sh devtools/python -B -m
.DEFAULT_GOAL := help
.SUFFIXES:
MAKEFLAGS += --no-print-directory --no-builtin-rules

.PHONY: help
help: ## 列出这些命令 (list the targets)
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "make %-16s %s\n", $$1, $$2 }' Makefile

.PHONY: check
check: ## 每次提交前的快检：格式、类型、规矩、单元测试 (lint, types, laws, unit tests)
	@$(DEVTOOLS) devtools.check

.PHONY: test
test: ## 贡献者要通过的全部：快检、对话、浏览器、故障 (everything a contributor must pass)
	@$(DEVTOOLS) devtools.check --all

.PHONY: attacks
attacks: ## 每一种已知的攻击都试一遍，旁边总有一个老实人 (each known attack, with an honest user beside it)
	@$(DEVTOOLS) devtools.check --attacks

.PHONY: envs
envs: ## 只准备两个 Python 环境 (make both environments)
	@$(DEVTOOLS) devtools.environments --dev

.PHONY: sizes
sizes: ## 函数、文件、文件夹有多大，哪里写了两遍 (how large things are, and what stands twice)
	@$(DEVTOOLS) devtools.sizes

.PHONY: fmt
fmt: ## 整理代码格式 (format the code)
	@exec .venv/portal/bin/python -m ruff format .

.PHONY: run
run: ## 启动整套系统，就绪后打印网址和演示账号；Ctrl-C 全部停下 (start everything; PORT=8000)
	@$(DEVTOOLS) devtools.run run

.PHONY: reset-demo
reset-demo: ## 清空演示数据，重新建立 (the demo anew)
	@$(DEVTOOLS) devtools.run demo reset

.PHONY: train
train: ## 训练对话模型，CORPUS=export.csv 时加上自己的标注 (train; CORPUS= adds your own labels)
	@$(DEVTOOLS) devtools.run train $(if $(CORPUS),--corpus '$(CORPUS)') $(if $(ANYWAY),--anyway)

.PHONY: train-addresses
train-addresses: envs ## 用自己标注的地址训练切分，TAGS=train.conll OUT=addresses.model (a tagger of addresses; TEST= measures it)
	@exec .venv/bot/bin/python -m bot.train_addresses --tags '$(TAGS)' --out '$(OUT)' $(if $(TEST),--test '$(TEST)')

.PHONY: parse
parse: ## 成批理解留言，IN=messages.jsonl OUT=drafts.jsonl (parse a batch without servers)
	@$(DEVTOOLS) devtools.run parse --in '$(IN)' --out '$(OUT)'

.PHONY: lock
lock: ## 依赖改了以后重做锁文件，UPGRADE=1 时取新版本 (the locks anew)
	@$(DEVTOOLS) devtools.lock $(if $(UPGRADE),--upgrade)

.PHONY: migration
migration: ## 开发：由模型写出下一个迁移，NAME="add x" (write the next migration)
	@$(DEVTOOLS) devtools.run migration '$(NAME)'

.PHONY: services-test
services-test: ## 在自己启停的 PostgreSQL 和 Redis 上再测一遍 (the tests again on a private PostgreSQL and Redis)
	@$(DEVTOOLS) devtools.services

.PHONY: faults
faults: ## 长时间的故障测试：每个进程反复被杀，各 100 段对话 (kill -9 of each part during 100 conversations)
	@$(DEVTOOLS) devtools.check --faults

.PHONY: bench
bench: ## 全部测量，EVAL=../shared/data (measure everything)
	@$(DEVTOOLS) devtools.bench

.PHONY: bench-intake
bench-intake: ## 用真实来信走一遍聊天并打分 (real letters through the chat, scored)
	@$(DEVTOOLS) devtools.bench intake

.PHONY: bench-nlu
bench-nlu: ## 理解来信的准确率和速度 (what the reading is worth)
	@$(DEVTOOLS) devtools.bench nlu

.PHONY: bench-talk
bench-talk: ## 旁人写的对话一段段走一遍，看登记成的事对不对 (conversations by unseen writers, judged by their cases)
	@$(DEVTOOLS) devtools.bench talk

.PHONY: bench-mutated
bench-mutated: ## 两万个改坏的请求，每个入口都试 (20,000 mutated requests over every door)
	@$(DEVTOOLS) devtools.bench mutated

.PHONY: bench-training
bench-training: ## 头一次启动的训练：几秒、多少处理器、多少内存 (what the first start's training takes)
	@$(DEVTOOLS) devtools.bench training

.PHONY: bench-starvation
bench-starvation: ## 64 个人灌水，每秒一个险情：电话号码一秒内到不到 (an emergency a second among 64 heavy senders)
	@$(DEVTOOLS) devtools.bench starvation

.PHONY: bench-throughput
bench-throughput: ## 8 人、32 人同时报事，一秒几句、几件，每句花多少处理器 (how much the whole system carries, at what cost)
	@$(DEVTOOLS) devtools.bench throughput

.PHONY: bench-search
bench-search: ## 工单查找，十万件：找得全不全、几毫秒；SEARCH_CASES=1000000 SEARCH_ON=postgresql，SEARCH_KEEP=文件夹 留着下次再用 (recall and speed of search)
	@$(DEVTOOLS) devtools.bench search

.PHONY: bench-replies
bench-replies: ## 办结的话对不对得上那件事，用真实来信的回复量 (a case's own reply told from another's)
	@$(DEVTOOLS) devtools.bench replies

.PHONY: bench-duplicates
bench-duplicates: ## 两封来信说的是不是同一件事，和只看地点、只看用字的比 (duplicate reports told from others)
	@$(DEVTOOLS) devtools.bench duplicates

.PHONY: bench-places
bench-places: ## 一万个地址、两千个网格：地点找网格要多久、对不对；重叠、空白、落单的找不找得到 (place to grid, and faults of a drawing)
	@$(DEVTOOLS) devtools.bench places

.PHONY: bench-backends
bench-backends: ## 两千件交到有毛病的系统，工人反复被杀：是不是每件正好一次 (2,000 hand-overs, faults and kill -9: exactly once each)
	@$(DEVTOOLS) devtools.bench backends

.PHONY: bench-truth
bench-truth: ## 一万件事，单位三成说假、居民不答也改口：有没有假的结案；TRUTH_CASES=1000 少些 (lying bodies: does anything end against a resident's word)
	@$(DEVTOOLS) devtools.bench truth

.PHONY: bench-choices
bench-choices: ## 打在聊天里的票认得出多少，换作者来量，并写出权重 (choices typed in the chat, writers left out; writes the weights)
	@$(DEVTOOLS) devtools.bench choices

.PHONY: leak-check
leak-check: ## 仓库里没有评测数据的原句，EVAL=../shared/data (nothing of the evaluation files stands here)
	@$(DEVTOOLS) bench.leak_check
